package dev.tachograph.store;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Questions with their answers, as text that people read and that stays the same as long as the answers do.
 *
 * <p>A question is one line that begins with {@code rows} or {@code digest}. Its answer follows, a row a line: all of it, or
 * for each value of its first column the number of its rows and a hash of their text.
 */
record GoldenAnswers(Map<String, List<String>> byQuestion) {
    private static final String ROWS = "rows ";
    private static final String DIGEST = "digest ";
    private static final MathContext DIGITS = new MathContext(12);
    private static final int HASH_CHARACTERS = 16;

    /** Asks all of them. */
    static GoldenAnswers ask(Connection connection, Iterable<String> questions) throws SQLException {
        var answers = new LinkedHashMap<String, List<String>>();
        for (String question : questions) {
            answers.put(question, answer(connection, question));
        }
        return new GoldenAnswers(answers);
    }

    static GoldenAnswers parse(List<String> lines) {
        var answers = new LinkedHashMap<String, List<String>>();
        List<String> answer = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(ROWS) || line.startsWith(DIGEST)) {
                answer = new ArrayList<>();
                answers.put(line, answer);
            } else {
                answer.add(line);
            }
        }
        return new GoldenAnswers(answers);
    }

    List<String> lines() {
        var lines = new ArrayList<String>();
        byQuestion.forEach((question, answer) -> {
            lines.add(question);
            lines.addAll(answer);
        });
        return lines;
    }

    private static List<String> answer(Connection connection, String question) throws SQLException {
        boolean whole = question.startsWith(ROWS);
        List<String> rows = rows(connection, question.substring((whole ? ROWS : DIGEST).length()));
        return whole ? rows : digests(rows);
    }

    private static List<String> digests(List<String> rows) {
        Map<String, List<String>> byFirst = rows.stream()
                .collect(Collectors.groupingBy(row -> row.split("\t", 2)[0], LinkedHashMap::new, Collectors.toList()));
        return byFirst.entrySet().stream()
                .map(group -> "%s\t%d\t%s"
                        .formatted(group.getKey(), group.getValue().size(), hash(String.join("\n", group.getValue()))))
                .toList();
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, HASH_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    private static List<String> rows(Connection connection, String query) throws SQLException {
        var rows = new ArrayList<String>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                var texts = new ArrayList<String>();
                for (int column = 1; column <= columns; column++) {
                    texts.add(text(row.getObject(column)));
                }
                rows.add(String.join("\t", texts));
            }
        }
        return rows;
    }

    /** Whatever the type of the column: a later schema may have a wider one. */
    private static String text(Object value) {
        return switch (value) {
            case null -> "NULL";
            case Double number ->
                new BigDecimal(number).round(DIGITS).stripTrailingZeros().toPlainString();
            case String words -> quoted(words);
            default -> value.toString();
        };
    }

    /** On one line, in ASCII. */
    private static String quoted(String words) {
        return words.chars()
                .mapToObj(each ->
                        each < ' ' || each > '~' || each == '\\' ? "\\u%04x".formatted(each) : Character.toString(each))
                .collect(Collectors.joining("", "'", "'"));
    }
}
