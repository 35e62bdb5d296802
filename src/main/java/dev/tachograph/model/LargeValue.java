package dev.tachograph.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A value of a log line's field that is larger than a row should be, or that is no text. */
public final class LargeValue {
    static final int WEIGHT_WITHOUT_BYTES = 64;

    private final String field;
    private final byte[] bytes;

    /**
     * A value as it was logged.
     *
     * @param field its name
     * @param bytes all of it; whoever makes this no longer changes them
     */
    public LargeValue(String field, byte[] bytes) {
        this.field = field;
        this.bytes = bytes;
    }

    /** The name of its field. */
    public String field() {
        return field;
    }

    /** The whole value; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LargeValue value && value.field.equals(field) && Arrays.equals(value.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return 31 * field.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "%s (%d bytes)".formatted(field, bytes.length);
    }
}
