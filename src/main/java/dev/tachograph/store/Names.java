package dev.tachograph.store;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the names of tables, views and macros in SQL. Names in other senses are found as well: rather one too many. */
final class Names {
    private static final Pattern WORD = Pattern.compile("\\w+");
    private static final Pattern TEXT = Pattern.compile("'[^']*'");

    private final Set<TableName> all;
    private final Map<String, List<TableName>> byName;

    Names(Set<TableName> all) {
        this.all = all;
        byName = all.stream()
                .collect(Collectors.groupingBy(name -> name.name().toLowerCase(Locale.ROOT), Collectors.toList()));
    }

    /** Every word in it, also in texts and comments. */
    Stream<String> words(String sql) {
        return WORD.matcher(sql).results().map(word -> word.group().toLowerCase(Locale.ROOT));
    }

    /** Whatever is called like a word of a statement that anybody may have written. */
    Set<TableName> inStatement(String sql) {
        return words(sql)
                .distinct()
                .flatMap(word -> byName.getOrDefault(word, List.of()).stream())
                .collect(Collectors.toSet());
    }

    /**
     * What a definition of ours refers to: names with a schema, and those of {@code main} behind {@code FROM} or before a bracket.
     * A column may be called like a view.
     */
    Set<TableName> inDefinition(String sql) {
        String code = TEXT.matcher(sql).replaceAll("''");
        Set<TableName> found = new HashSet<>();
        String before = "";
        int end = 0;
        for (MatchResult word : WORD.matcher(code).results().toList()) {
            String between = code.substring(end, word.start()).replace("\"", "").strip();
            boolean isCall = code.startsWith("(", word.end());
            if (between.equals(".")) {
                found.add(new TableName(before, word.group()));
            } else if (isCall || before.equals("FROM") || before.equals("JOIN")) {
                found.add(new TableName("main", word.group()));
            }
            before = word.group();
            end = word.end();
        }
        found.retainAll(all);
        return found;
    }
}
