package dev.tachograph.query;

import dev.tachograph.model.LogLine;
import dev.tachograph.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A search as a condition of SQL. */
final class SearchSql {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");
    /** What systemd.unit(5) knows. */
    private static final Pattern UNIT = Pattern.compile(
            ".*\\.(service|socket|target|timer|mount|automount|path|slice|scope|device|swap)", Pattern.DOTALL);

    private final ValuesApart largeValues;

    /** @param largeValues those of the lines that are looked at */
    SearchSql(ValuesApart largeValues) {
        this.largeValues = largeValues;
    }

    /** Whether it only compares values of columns, which takes a hundredth of what looking into texts takes. */
    static boolean isQuick(Search search) {
        return switch (search) {
            case Search.Everything _ -> true;
            case Search.Comparison _ -> true;
            case Search.All(var parts) -> parts.stream().allMatch(SearchSql::isQuick);
            case Search.Any(var parts) -> parts.stream().allMatch(SearchSql::isQuick);
            case Search.Not(var part) -> isQuick(part);
            case Search.FieldValue(var field, var _) -> !field.isJournalField();
            case Search.FieldPattern(var field, var _) ->
                !field.isJournalField() && field.type() != LogColumn.Type.MESSAGE;
            case Search.Text _ -> false;
            case Search.Expression _ -> false;
            case Search.FieldExpression _ -> false;
        };
    }

    LogCondition of(Search search) throws StoreException {
        return switch (search) {
            case Search.Everything() -> LogCondition.ALWAYS;
            case Search.All(var parts) -> LogCondition.join("AND", all(parts));
            case Search.Any(var parts) -> LogCondition.join("OR", all(parts));
            case Search.Not(var part) -> of(part).negated();
            case Search.Text(var text) -> message(TextTest.contains(text));
            case Search.Expression(var pattern, boolean ignoreCase) -> message(TextTest.matches(pattern, ignoreCase));
            case Search.FieldValue(var field, var value) -> value(field, value);
            case Search.FieldPattern(var field, var pattern) -> pattern(field, pattern);
            case Search.FieldExpression(var field, var pattern, boolean ignoreCase) ->
                test(field, TextTest.matches(pattern, ignoreCase));
            case Search.Comparison(var column, var operator, long number) ->
                LogCondition.of("%s %s ?".formatted(column.sql(), operator.sign()), number);
        };
    }

    private List<LogCondition> all(List<Search> parts) throws StoreException {
        List<LogCondition> conditions = new ArrayList<>(parts.size());
        for (Search part : parts) {
            conditions.add(of(part));
        }
        return conditions;
    }

    /** In the row as far as it has the message, and in what is kept apart. */
    private LogCondition message(TextTest test) throws StoreException {
        LogCondition inRow = test.of(LogColumn.MESSAGE.sql());
        LogCondition apart = largeValues.lines(LogLine.MESSAGE, test);
        return apart.equals(LogCondition.NEVER) ? inRow : LogCondition.join("OR", List.of(inRow, apart));
    }

    private LogCondition value(SearchField field, String value) throws StoreException {
        List<LogCondition> conditions = new ArrayList<>();
        for (LogColumn column : field.columns()) {
            switch (column.type()) {
                case TEXT, MESSAGE ->
                    conditions.add(
                            field.isUnit() && !UNIT.matcher(value).matches()
                                    ? LogCondition.of(column.sql() + " IN (?, ?)", value, value + ".service")
                                    : LogCondition.of(column.sql() + " = ?", value));
                case UUID -> {
                    if (ID.matcher(value).matches()) {
                        conditions.add(LogCondition.of(column.sql() + " = ?::UUID", value));
                    }
                }
                case NUMBER, LEVEL, FACILITY -> {
                    if (NUMBER.matcher(value).matches()) {
                        conditions.add(LogCondition.of(column.sql() + " = ?", Long.parseLong(value)));
                    }
                }
                case TIME, FIELDS -> throw new IllegalArgumentException(column + " has no values to search for");
            }
        }
        if (field.isJournalField()) {
            conditions.add(LogCondition.of("list_contains(fields[?], ?)", field.name(), value));
            addApart(conditions, field, new TextTest("", " = ?", value));
        }
        return LogCondition.join("OR", conditions);
    }

    private LogCondition pattern(SearchField field, Wildcards pattern) throws StoreException {
        boolean isMessage = field.type() == LogColumn.Type.MESSAGE;
        return isMessage ? message(TextTest.isLike(pattern, true)) : test(field, TextTest.isLike(pattern, false));
    }

    private LogCondition test(SearchField field, TextTest test) throws StoreException {
        List<LogCondition> conditions = new ArrayList<>();
        field.columns().forEach(column -> conditions.add(test.of(column.sqlText())));
        if (field.isJournalField()) {
            LogCondition one = test.of("value");
            List<Object> parameters = new ArrayList<>(List.of(field.name()));
            parameters.addAll(one.parameters());
            conditions.add(new LogCondition(
                    "len(list_filter(fields[?], lambda value: %s)) > 0".formatted(one.sql()), parameters));
            addApart(conditions, field, test);
        }
        return LogCondition.join("OR", conditions);
    }

    private void addApart(List<LogCondition> conditions, SearchField field, TextTest test) throws StoreException {
        LogCondition apart = largeValues.lines(field.name(), test);
        if (!apart.equals(LogCondition.NEVER)) {
            conditions.add(apart);
        }
    }
}
