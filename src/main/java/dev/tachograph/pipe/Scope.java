package dev.tachograph.pipe;

import dev.tachograph.query.LogColumn;
import dev.tachograph.text.Printable;
import dev.tachograph.text.Spelling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What names mean between two pipes. */
final class Scope {
    static final String LEVEL_NAMES = "['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug']";
    private static final String LEVEL = "level";
    private static final int MOST_SHOWN = 40;
    private static final int SHOWN = 60;
    private static final Pattern JOURNAL_NAME = Pattern.compile("[A-Z0-9_]*[A-Z][A-Z0-9_]*");

    private final Stage stage;

    Scope(Stage stage) {
        this.stage = stage;
    }

    Stage stage() {
        return stage;
    }

    /** The value of a name. @throws PipeException when it means nothing here */
    Typed value(Expr.Name name) {
        return known(name.name()).orElseThrow(() -> unknown(name));
    }

    /** The column of a name, which something made from columns is not. */
    Optional<Column> column(Expr.Name name) {
        return stage.find(name.name()).filter(column -> value(name).sql().equals(SqlText.name(column.name())));
    }

    Optional<Typed> known(String name) {
        return exact(name)
                .or(() -> journalField(name))
                .or(() -> stage.find(name).map(Scope::typed))
                .or(() -> alias(name))
                .or(() -> level(name))
                .or(() -> inner(name));
    }

    private Optional<Typed> exact(String name) {
        return stage.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .map(Scope::typed);
    }

    static Typed typed(Column column) {
        return Typed.atom(SqlText.name(column.name()), column.kind(), column.unit());
    }

    /** A field of the journal: the column that has it, or its first value among the other fields. */
    private Optional<Typed> journalField(String name) {
        if (!JOURNAL_NAME.matcher(name).matches() || !hasFields()) {
            return Optional.empty();
        }
        return Arrays.stream(LogColumn.values())
                .filter(column -> name.equals(column.journalField()))
                .findFirst()
                .flatMap(column -> exact(column.key()))
                .or(() -> Optional.of(field(name)));
    }

    private boolean hasFields() {
        return stage.find("fields")
                .filter(column -> column.kind() == Kind.FIELDS)
                .isPresent();
    }

    private static Typed field(String name) {
        return Typed.atom("fields[%s][1]".formatted(SqlText.text(name)), Kind.TEXT);
    }

    /** Shorter names that a search of log lines may use. */
    private Optional<Typed> alias(String name) {
        if (!stage.table().isLogs() || name.equals(LEVEL)) {
            return Optional.empty();
        }
        return Arrays.stream(LogColumn.values())
                .filter(column -> column.aliases().contains(name))
                .findFirst()
                .flatMap(column -> exact(column.key()));
    }

    private Optional<Typed> level(String name) {
        return name.equals(LEVEL)
                ? stage.find("priority")
                        .filter(column -> column.unit().equals(Column.LEVEL))
                        .map(_ -> Typed.atom(LEVEL_NAMES + "[priority + 1]", Kind.TEXT))
                : Optional.empty();
    }

    /** A part of a column of JSON, or of the fields by name. */
    private Optional<Typed> inner(String name) {
        int dot = name.indexOf('.');
        if (dot <= 0) {
            return Optional.empty();
        }
        String rest = name.substring(dot + 1);
        return stage.find(name.substring(0, dot)).flatMap(column -> switch (column.kind()) {
            case FIELDS -> Optional.of(field(rest));
            case JSON ->
                Optional.of(Typed.atom(
                        "(%s->>%s)".formatted(SqlText.name(column.name()), SqlText.text("$." + rest)), Kind.TEXT));
            case TEXT, INTEGER, REAL, TIME, TRUTH, ID, LIST, NOTHING -> Optional.empty();
        });
    }

    private PipeException unknown(Expr.Name name) {
        List<String> names = new ArrayList<>(stage.names());
        known(LEVEL).ifPresent(_ -> names.add(LEVEL));
        String list = names.stream().limit(MOST_SHOWN).collect(Collectors.joining(", "));
        return new PipeException(
                name.place(),
                "there is no column '%s' here%s"
                        .formatted(Printable.atMost(SHOWN, name.name()), Spelling.didYouMean(name.name(), names)),
                "columns here are %s%s; a text is written in quotes"
                        .formatted(list, names.size() > MOST_SHOWN ? ", …" : ""));
    }
}
