package dev.tachograph.pipe;

import java.util.Locale;

/** What the values of a column are. */
public enum Kind {
    TEXT("a text"),
    INTEGER("a number"),
    REAL("a number"),
    TIME("a time"),
    TRUTH("true or false"),
    ID("an id"),
    LIST("a list"),
    JSON("JSON"),
    FIELDS("fields by name"),
    /** Of the word null, which fits everywhere. */
    NOTHING("null");

    private final String said;

    Kind(String said) {
        this.said = said;
    }

    /** As it is written in the schema. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As it stands in a sentence. */
    String said() {
        return said;
    }

    boolean isNumber() {
        return this == INTEGER || this == REAL || this == NOTHING;
    }

    boolean isText() {
        return this == TEXT || this == NOTHING;
    }

    boolean isTruth() {
        return this == TRUTH || this == NOTHING;
    }

    boolean isTime() {
        return this == TIME || this == NOTHING;
    }
}
