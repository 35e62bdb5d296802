package dev.tachograph.query;

import dev.tachograph.store.Reading;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which values the lines that match have in some columns, and how often: by what a search could be narrowed down.
 *
 * @param total how many lines match
 */
public record LogFacets(long total, List<Facet> facets) {
    /** What is told when nobody asks for anything else. */
    public static final List<LogColumn> USUAL = List.of(
            LogColumn.LEVEL,
            LogColumn.UNIT,
            LogColumn.IDENTIFIER,
            LogColumn.HOSTNAME,
            LogColumn.SOURCE,
            LogColumn.BOOT_ID,
            LogColumn.TRANSPORT,
            LogColumn.UID);

    /** Of each column. */
    public static final int MOST_VALUES = 10;

    public LogFacets {
        facets = List.copyOf(facets);
    }

    /**
     * The values of one column, the most frequent ones first.
     *
     * @param otherValues how many there are besides
     * @param otherLines how many lines have one of those
     */
    public record Facet(LogColumn column, List<Value> values, long otherValues, long otherLines) {
        public Facet {
            values = List.copyOf(values);
        }
    }

    /** How many lines have a value; {@code null} is that of those which have none. */
    public record Value(@Nullable String value, long lines) {}

    private record Found(int column, @Nullable String value, long lines, long values, long total) {}

    /** Whether there are facets of a column: its values are few enough, and short. */
    public static boolean isFacet(LogColumn column) {
        return switch (column.type()) {
            case TEXT, NUMBER, UUID, LEVEL, FACILITY -> column != LogColumn.LINE && column != LogColumn.PATTERN_TEXT;
            case TIME, MESSAGE, FIELDS -> false;
        };
    }

    /** Counts the values of some columns, all of them in one pass over the lines. */
    public static LogFacets of(Recorded recorded, LogQuestion question, List<LogColumn> columns) throws StoreException {
        try (Reading reading = recorded.read()) {
            LogView view = LogView.of(reading, question, null);
            List<Found> found = reading.all(
                    query(columns, view.from()),
                    view.parameters(),
                    row -> new Found(
                            (int) row.number(1), row.textOrNull(2), row.number(3), row.number(4), row.number(5)));
            long total = found.stream().mapToLong(Found::total).max().orElse(0);
            return new LogFacets(
                    total,
                    IntStream.range(0, columns.size())
                            .mapToObj(i -> facet(columns.get(i), i, found))
                            .toList());
        }
    }

    private static String query(List<LogColumn> columns, String from) {
        String sets =
                columns.stream().map(column -> "(%s)".formatted(column.sql())).collect(Collectors.joining(", "));
        List<String> numbers = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String isSet =
                    "WHEN GROUPING(%s) = 0 THEN ".formatted(columns.get(i).sql());
            numbers.add(isSet + i);
            values.add(isSet + columns.get(i).sql() + "::VARCHAR");
        }
        return """
                WITH counts AS (
                    SELECT CASE %s END AS facet, CASE %s END AS value, count(*) AS lines%s GROUP BY GROUPING SETS (%s)
                )
                SELECT facet, value, lines, count(*) OVER facets, (sum(lines) OVER facets)::BIGINT FROM counts
                WINDOW facets AS (PARTITION BY facet)
                QUALIFY row_number() OVER (PARTITION BY facet ORDER BY lines DESC, value) <= %d
                ORDER BY facet, lines DESC, value
                """.formatted(String.join(" ", numbers), String.join(" ", values), from, sets, MOST_VALUES);
    }

    private static Facet facet(LogColumn column, int number, List<Found> all) {
        List<Found> found = all.stream().filter(each -> each.column == number).toList();
        long shown = found.stream().mapToLong(Found::lines).sum();
        return new Facet(
                column,
                found.stream()
                        .map(each -> new Value(shown(column, each.value), each.lines))
                        .toList(),
                found.isEmpty() ? 0 : found.getFirst().values - found.size(),
                found.isEmpty() ? 0 : found.getFirst().total - shown);
    }

    private static @Nullable String shown(LogColumn column, @Nullable String value) {
        return column == LogColumn.LEVEL && value != null ? LogLevel.word(Long.valueOf(value)) : value;
    }
}
