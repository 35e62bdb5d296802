package dev.tachograph.pipe;

/**
 * Where something stands in a question.
 *
 * @param begin of it, in characters of UTF-16 from 0
 * @param end the first character behind it; {@code begin} where something is missing
 */
public record Place(int begin, int end) {

    int length() {
        return end - begin;
    }

    /** From the begin of this to the end of another. */
    Place to(Place other) {
        return new Place(begin, Math.max(end, other.end));
    }
}
