package dev.tachograph.pipe;

/** A question that is none. The message says what is wrong and what is allowed. */
public final class PipeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final int position;
    private final int length;
    private final String complaint;
    private final String allowed;

    /**
     * About a part of the question.
     *
     * @param place of what is wrong; without length where something is missing
     * @param complaint what is wrong
     * @param allowed what would be right
     */
    public PipeException(Place place, String complaint, String allowed) {
        super("%s; %s".formatted(complaint, allowed));
        this.position = place.begin();
        this.length = place.length();
        this.complaint = complaint;
        this.allowed = allowed;
    }

    /** Where it begins, in characters of UTF-16 from 0. */
    public int position() {
        return position;
    }

    /** Of what is wrong, in characters of UTF-16. */
    public int length() {
        return length;
    }

    public String complaint() {
        return complaint;
    }

    public String allowed() {
        return allowed;
    }
}
