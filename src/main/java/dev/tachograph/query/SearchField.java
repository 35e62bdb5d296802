package dev.tachograph.query;

import java.util.List;
import java.util.Optional;

/**
 * A field as a search names it.
 *
 * @param name as it is written
 * @param columns that have it; any one may match
 * @param isJournalField whether the name is one of the journal, which a line may have in its map of other fields as well
 */
public record SearchField(String name, List<LogColumn> columns, boolean isJournalField) {
    private static final String UNIT = LogColumn.UNIT.key();

    public SearchField {
        columns = List.copyOf(columns);
    }

    /** The field of a name: small letters for a column, capitals for a field of the journal. */
    static Optional<SearchField> named(String name) {
        if (name.equals(UNIT)) {
            return Optional.of(
                    new SearchField(name, List.of(LogColumn.UNIT, LogColumn.ABOUT_UNIT, LogColumn.USER_UNIT), false));
        }
        if (isJournalName(name)) {
            return Optional.of(new SearchField(
                    name, LogColumn.ofJournalField(name).stream().toList(), true));
        }
        return LogColumn.searched(name).map(column -> new SearchField(column.key(), List.of(column), false));
    }

    /** Whether a name could be one of the journal. */
    static boolean isJournalName(String name) {
        return name.chars().allMatch(c -> c == '_' || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
                && name.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
    }

    /** Whether it is a unit of any kind, whose name may be written without its ending. */
    boolean isUnit() {
        return name.equals(UNIT);
    }

    /** The type of its column; {@code TEXT} for a field of the journal, whose values are as they were logged. */
    LogColumn.Type type() {
        return isJournalField ? LogColumn.Type.TEXT : columns.getFirst().type();
    }
}
