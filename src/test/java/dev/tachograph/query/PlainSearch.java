package dev.tachograph.query;

import dev.tachograph.model.LargeValue;
import dev.tachograph.model.LogLine;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a search means, said once more without a database: slow, and plain. */
final class PlainSearch {
    private PlainSearch() {}

    /** Whether the line of a number matches. */
    static boolean matches(Search search, long number, LogLine line) {
        return switch (search) {
            case Search.Everything() -> true;
            case Search.All(var parts) -> parts.stream().allMatch(part -> matches(part, number, line));
            case Search.Any(var parts) -> parts.stream().anyMatch(part -> matches(part, number, line));
            case Search.Not(var part) -> !matches(part, number, line);
            case Search.Text(var text) -> isIn(messages(line), contains(text)) || isInBytes(line, text);
            case Search.Expression(var pattern, boolean ignoreCase) -> isIn(messages(line), finds(pattern, ignoreCase));
            case Search.FieldValue(var field, var value) ->
                isIn(
                        values(field, line),
                        text -> text.equals(value) || (field.isUnit() && text.equals(value + ".service")));
            case Search.FieldPattern(var field, var pattern) -> isIn(values(field, line), isLike(pattern.text()));
            case Search.FieldExpression(var field, var pattern, boolean ignoreCase) ->
                isIn(values(field, line), finds(pattern, ignoreCase));
            case Search.Comparison(var column, var operator, long other) ->
                compares(number(column, number, line), operator, other);
        };
    }

    private static boolean isIn(List<String> values, Predicate<String> test) {
        return values.stream().anyMatch(test);
    }

    private static Predicate<String> contains(String text) {
        return Pattern.compile(text, Pattern.LITERAL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .asPredicate();
    }

    private static Predicate<String> finds(String pattern, boolean ignoreCase) {
        int flags = Pattern.UNIX_LINES | (ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
        return Pattern.compile(pattern.replace("$", "\\z"), flags).asPredicate();
    }

    private static Predicate<String> isLike(String wildcards) {
        var pattern = new StringBuilder();
        boolean isQuoted = false;
        for (int c : wildcards.codePoints().toArray()) {
            if (!isQuoted && c == '\\') {
                isQuoted = true;
                continue;
            }
            boolean isWildcard = !isQuoted && (c == '*' || c == '?');
            pattern.append(isWildcard ? (c == '*' ? ".*" : ".") : Pattern.quote(Character.toString(c)));
            isQuoted = false;
        }
        return Pattern.compile(pattern.toString(), Pattern.DOTALL).asMatchPredicate();
    }

    private static List<String> messages(LogLine line) {
        return Stream.concat(Stream.ofNullable(line.message()), apart(line, LogLine.MESSAGE))
                .toList();
    }

    private static Stream<String> apart(LogLine line, String field) {
        return line.largeValues().stream()
                .filter(value -> value.field().equals(field))
                .map(LargeValue::bytes)
                .flatMap(bytes -> decoded(bytes).stream());
    }

    private static Optional<String> decoded(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    /** Bytes that are no text are looked at as if each were a letter. */
    private static boolean isInBytes(LogLine line, String text) {
        Pattern pattern = Pattern.compile(
                text.codePoints().mapToObj(PlainSearch::bytes).collect(Collectors.joining()), Pattern.DOTALL);
        return line.largeValues().stream()
                .filter(value -> value.field().equals(LogLine.MESSAGE))
                .filter(value -> decoded(value.bytes()).isEmpty())
                .anyMatch(value -> pattern.matcher(new String(value.bytes(), StandardCharsets.ISO_8859_1))
                        .find());
    }

    private static String bytes(int letter) {
        String text = Character.toString(letter);
        return Stream.of(text, text.toLowerCase(Locale.ROOT), text.toUpperCase(Locale.ROOT))
                .map(each -> new String(each.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "(?:", ")"));
    }

    private static List<String> values(SearchField field, LogLine line) {
        List<String> values = new ArrayList<>();
        field.columns().forEach(column -> Stream.ofNullable(text(column, line)).forEach(values::add));
        if (field.isJournalField()) {
            values.addAll(line.fields().getOrDefault(field.name(), List.of()));
            apart(line, field.name()).forEach(values::add);
        }
        return values;
    }

    private static @Nullable String text(LogColumn column, LogLine line) {
        Object value = switch (column) {
            case UNIT -> line.origin().unit();
            case USER_UNIT -> line.origin().userUnit();
            case ABOUT_UNIT -> line.aboutUnit();
            case HOSTNAME -> line.origin().hostname();
            case IDENTIFIER -> line.origin().identifier();
            case EXE -> line.origin().exe();
            case PID -> line.origin().pid();
            case MESSAGE -> line.message();
            case BOOT_ID -> line.origin().bootId();
            default -> throw new AssertionError(column);
        };
        return value == null
                ? null
                : column == LogColumn.BOOT_ID ? value.toString().replace("-", "") : value.toString();
    }

    private static @Nullable Long number(LogColumn column, long number, LogLine line) {
        Number value = switch (column) {
            case PID -> line.origin().pid();
            case UID -> line.origin().uid();
            case PRIORITY -> line.priority();
            case LINE -> number;
            case ERRNO -> line.errno();
            default -> throw new AssertionError(column);
        };
        return value == null ? null : Long.valueOf(value.longValue());
    }

    private static boolean compares(@Nullable Long value, Search.Operator operator, long other) {
        return value != null
                && switch (operator) {
                    case EQUAL -> value == other;
                    case LESS -> value < other;
                    case AT_MOST -> value <= other;
                    case MORE -> value > other;
                    case AT_LEAST -> value >= other;
                };
    }
}
