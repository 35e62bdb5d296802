package dev.tachograph.settings;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** Turns values of a TOML file into the text that flags and environment hold, and into what a message shows. */
final class TomlValues {
    private static final int MOST_SHOWN = 10;

    private TomlValues() {}

    /** Null if a setting of this nature is not written so: a number for a path, say. */
    static @Nullable String text(Object value, Form.Nature nature) {
        return switch (value) {
            case String text -> text;
            case Boolean on when nature == Form.Nature.SWITCH -> on.toString();
            case Long number when nature == Form.Nature.NUMBER -> number.toString();
            case Double number
            when nature == Form.Nature.NUMBER && Double.isFinite(number) ->
                BigDecimal.valueOf(number).toPlainString();
            case TomlArray list when nature == Form.Nature.LIST -> joined(list.toList(), ",");
            case TomlArray list when nature == Form.Nature.LINES -> joined(list.toList(), "\n");
            default -> null;
        };
    }

    static String shown(Object value) {
        return switch (value) {
            case String text -> Shown.quoted(text);
            case TomlArray list ->
                list.toList().stream()
                        .limit(MOST_SHOWN)
                        .map(element -> element instanceof TomlArray ? "[…]" : shown(element))
                        .collect(Collectors.joining(", ", "[", list.size() > MOST_SHOWN ? ", …]" : "]"));
            case TomlTable _ -> "a table";
            default -> Shown.escaped(value.toString());
        };
    }

    /** Null if an element is not a string, is empty or would come apart at the separator. */
    private static @Nullable String joined(List<Object> elements, String separator) {
        boolean sound = elements.stream()
                .allMatch(element -> element instanceof String text && !text.isBlank() && !text.contains(separator));
        return sound ? elements.stream().map(Object::toString).collect(Collectors.joining(separator)) : null;
    }
}
