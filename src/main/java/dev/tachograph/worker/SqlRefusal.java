package dev.tachograph.worker;

import java.io.Serial;

/** Why a statement has no answer. The message is for whoever typed it. */
public final class SqlRefusal extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final Kind kind;

    /** What kind of reason. */
    public enum Kind {
        /** It would do more than to read, or is more than one statement. */
        FORBIDDEN,
        /** It is no SQL, names what is not there, or fails on the rows. */
        WRONG,
        /** It took longer than it was given. */
        TIMEOUT,
        /** It needs more memory or temporary space than there is for it. */
        TOO_LARGE,
        /** Nobody waits for the answer any more. */
        CANCELLED,
        /** Others were asked before. */
        BUSY,
        /** The process that ran it has died. */
        CRASHED,
        /** No such process can be started, or the record can't be read. */
        UNAVAILABLE
    }

    public SqlRefusal(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public SqlRefusal(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
