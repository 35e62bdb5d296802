package dev.tachograph.store;

/** The store could not be opened, read or written; the message is for people. */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1;

    public StoreException(String message) {
        super(message);
    }

    StoreException(Exception cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }

    /** The first line of the message: the database explains itself at length. */
    public String summary() {
        return String.valueOf(getMessage()).lines().findFirst().orElse("");
    }
}
