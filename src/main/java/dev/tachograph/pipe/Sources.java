package dev.tachograph.pipe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All sources, as sources.tsv tells of them. A test compares them with the database. */
public final class Sources {
    private static final String NOTHING = "-";
    private static final Map<String, SourceTable> BY_NAME = read(Resource.lines("sources.tsv"));

    private Sources() {}

    /** All of them; that of log lines comes first. */
    public static List<SourceTable> all() {
        return List.copyOf(BY_NAME.values());
    }

    static Optional<SourceTable> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    static SourceTable logs() {
        return named(SourceTable.LOGS).orElseThrow();
    }

    static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    private static Map<String, SourceTable> read(List<String> lines) {
        Map<String, SourceTable> tables = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            List<String> parts = parts(lines.get(i));
            if (parts.getFirst().equals("source")) {
                List<Column> columns = columns(lines.subList(i + 1, lines.size()));
                SourceTable table = table(parts, columns);
                tables.put(table.name(), table);
            }
        }
        return tables;
    }

    private static List<Column> columns(List<String> lines) {
        return lines.stream()
                .map(Sources::parts)
                .takeWhile(parts -> parts.getFirst().equals("column"))
                .map(parts -> new Column(
                        parts.get(1),
                        Kind.valueOf(parts.get(2).toUpperCase(Locale.ROOT)),
                        orEmpty(parts.get(3)),
                        orEmpty(parts.get(4))))
                .toList();
    }

    private static SourceTable table(List<String> parts, List<Column> columns) {
        List<String> times = names(parts.get(3));
        List<String> usual = names(parts.get(6));
        return new SourceTable(
                parts.get(1),
                parts.get(2),
                times.getFirst(),
                times.size() == 1 ? null : times.getLast(),
                keys(parts.get(4)),
                names(parts.get(5)),
                usual.isEmpty() ? columns.stream().map(Column::name).toList() : usual,
                parts.get(7),
                columns);
    }

    private static List<OrderKey> keys(String text) {
        List<OrderKey> keys = new ArrayList<>();
        for (String name : names(text)) {
            boolean isDescending = name.startsWith("-");
            keys.add(new OrderKey(isDescending ? name.substring(1) : name, isDescending));
        }
        return keys;
    }

    private static List<String> names(String text) {
        return text.equals(NOTHING) ? List.of() : Arrays.asList(text.split(",", -1));
    }

    private static String orEmpty(String text) {
        return text.equals(NOTHING) ? "" : text;
    }

    private static List<String> parts(String line) {
        return Arrays.asList(line.split("\t", -1));
    }
}
