package dev.tachograph.pipe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Columns from the named groups of a regular expression. */
final class RexSql {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

    /** The database knows no more. */
    private static final int MOST_GROUPS = 9;

    private final Stage stage;
    private final ExprSql expressions;
    private final Regexes regexes;
    private final Statement statement;

    RexSql(Stage stage, ExprSql expressions, Regexes regexes, Statement statement) {
        this.stage = stage;
        this.expressions = expressions;
        this.regexes = regexes;
        this.statement = statement;
    }

    /** A named group, and its number among all groups. */
    private record Group(String name, int number) {}

    Stage of(Command.Rex rex) {
        Place place = rex.pattern().place();
        String text = expressions.text(rex.field()).sql();
        var written = new StringBuilder();
        List<Group> groups = groups(rex.pattern().value(), place, written);
        if (groups.isEmpty()) {
            throw new PipeException(
                    place, "the regular expression has no named group", "a group is named so: (?<user>[a-z]+)");
        }
        if (groups.getLast().number > MOST_GROUPS) {
            throw new PipeException(
                    place,
                    "the regular expression has too many groups",
                    "at most %d are allowed; (?:…) is none".formatted(MOST_GROUPS));
        }
        String pattern = regexes.literal(written.toString(), place);
        Stage with = stage;
        for (Group group : fieldLast(groups, rex.field())) {
            var value = Typed.atom(
                    "nullif(regexp_extract(%s, %s, %d), '')".formatted(text, pattern, group.number), Kind.TEXT);
            with = new ColumnsSql(with, expressions, statement).set(group.name, value);
        }
        return with;
    }

    /** One that takes the place of the text itself comes last: the others are found in what was there. */
    private List<Group> fieldLast(List<Group> groups, Expr.Name field) {
        String known = new Scope(stage).column(field).map(Column::name).orElse(field.name());
        return groups.stream()
                .sorted(Comparator.comparing(group -> group.name.equalsIgnoreCase(known)))
                .toList();
    }

    /** Counts parentheses that are neither quoted nor part of a set of characters, and writes the pattern down with names as RE2 has them. */
    private static List<Group> groups(String pattern, Place place, StringBuilder written) {
        List<Group> groups = new ArrayList<>();
        int number = 0;
        boolean isSet = false;
        int from = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '[' && !isSet) {
                isSet = true;
                i += pattern.startsWith("^]", i + 1) ? 2 : pattern.startsWith("]", i + 1) ? 1 : 0;
            } else if (c == ']') {
                isSet = false;
            } else if (c == '(' && !isSet) {
                int named = pattern.startsWith("(?P<", i) ? 4 : pattern.startsWith("(?<", i) ? 3 : 0;
                if (named > 0 || !pattern.startsWith("(?", i)) {
                    number++;
                }
                if (named > 0) {
                    groups.add(new Group(name(pattern, i + named, place), number));
                    written.append(pattern, from, i).append("(?P<");
                    from = i + named;
                }
            }
        }
        written.append(pattern, from, pattern.length());
        return groups;
    }

    private static String name(String pattern, int begin, Place place) {
        int end = pattern.indexOf('>', begin);
        String name = end < 0 ? "" : pattern.substring(begin, end);
        if (!NAME.matcher(name).matches()) {
            throw new PipeException(
                    place, "a group has a wrong name", "a name has letters, digits and _, and begins with a letter");
        }
        return name;
    }
}
