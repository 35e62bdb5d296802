package dev.tachograph.query;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The part of a process table that somebody wants to see.
 *
 * @param rows filtered, in order, and cut
 * @param total rows that passed the filter
 */
public record ProcessListing(List<ProcessRow> rows, int total, boolean isTruncated) {
    /** Besides the columns, rows can be ordered by reading and writing together. */
    public static final String IO = "io";

    /**
     * Filters, then orders, then cuts.
     *
     * @param sort key of a column, or {@value #IO}
     * @param limit the most rows; {@code null} for all
     */
    public static ProcessListing of(
            List<ProcessRow> rows,
            Predicate<ProcessRow> filter,
            String sort,
            boolean descending,
            long offset,
            @Nullable Long limit) {
        List<ProcessRow> matching =
                rows.stream().filter(filter).sorted(order(sort, descending)).toList();
        List<ProcessRow> shown = matching.stream()
                .skip(offset)
                .limit(limit == null ? Long.MAX_VALUE : limit)
                .toList();
        return new ProcessListing(shown, matching.size(), shown.size() < matching.size());
    }

    private static Comparator<ProcessRow> order(String sort, boolean descending) {
        if (!sort.equals(IO)) {
            return ProcessColumn.ofKey(sort).orElseThrow().order(descending);
        }
        Comparator<Double> rates = Comparator.naturalOrder();
        return Comparator.comparing(ProcessListing::io, Comparator.nullsLast(descending ? rates.reversed() : rates))
                .thenComparingInt(ProcessRow::pid);
    }

    private static @Nullable Double io(ProcessRow row) {
        Double read = row.readRate();
        Double written = row.writeRate();
        return read == null || written == null ? null : Double.valueOf(read + written);
    }
}
