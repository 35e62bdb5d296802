package dev.tachograph.query;

/** A search that is none. The message says what is wrong and what is allowed. */
public final class SearchException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final int position;
    private final int length;
    private final String complaint;
    private final String allowed;

    /**
     * About a part of the search.
     *
     * @param position where it begins, in characters of UTF-16 from 0
     * @param length of what is wrong; 0 where something is missing
     * @param complaint what is wrong
     * @param allowed what would be right
     */
    public SearchException(int position, int length, String complaint, String allowed) {
        super("%s; %s".formatted(complaint, allowed));
        this.position = position;
        this.length = length;
        this.complaint = complaint;
        this.allowed = allowed;
    }

    public int position() {
        return position;
    }

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
