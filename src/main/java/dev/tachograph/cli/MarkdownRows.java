package dev.tachograph.cli;

import static java.util.stream.Collectors.joining;

import dev.tachograph.text.Printable;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/** Rows as a table of GitHub Flavored Markdown (4.10), in which no text is anything but text. */
final class MarkdownRows implements SqlRows {
    /** Whatever begins a tag, a link, a mention, emphasis, code, a formula, a character reference or the next cell. */
    private static final String MARKS = "\\`*_[]<>&|~$@";

    private final Consumer<String> out;

    MarkdownRows(List<SqlAnswer.Column> columns, Consumer<String> out) {
        this.out = out;
        out.accept(columns.stream().map(column -> cell(column.name())).collect(line()));
        out.accept(columns.stream()
                .map(column -> column.isNumber() ? "--:" : "---")
                .collect(line()));
    }

    private static Collector<CharSequence, ?, String> line() {
        return joining(" | ", "| ", " |\n");
    }

    @Override
    public void row(List<@Nullable String> cells) {
        out.accept(cells.stream().map(MarkdownRows::cell).collect(line()));
    }

    private static String cell(@Nullable String text) {
        String shown = Printable.text(Objects.requireNonNullElse(text, "NULL"));
        var escaped = new StringBuilder(shown.length() + 8);
        shown.chars().forEach(c -> {
            if (MARKS.indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.append((char) c);
        });
        return escaped.toString().replace("://", ":\\/\\/").replace("www.", "www\\.");
    }

    @Override
    public void end() {}
}
