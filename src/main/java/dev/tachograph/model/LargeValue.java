package dev.tachograph.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A value of a log line's field that is larger than a row should be, or that is no text.
 *
 * @param field its name
 * @param bytes the whole value as it was logged; whoever makes this no longer changes them
 */
public record LargeValue(String field, byte[] bytes) {
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
