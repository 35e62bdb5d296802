package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes what {@code GET /api/sql/schema} answers of {@code docs/tables.md}: what is said of a column is written once. */
public final class SqlSchemaDocument {
    static final Path TABLES = Path.of("docs/tables.md");
    static final Path RESOURCE =
            Path.of("src/main/resources/dev/tachograph/web").resolve(SqlSchema.FILE);

    private static final Pattern HEADING = Pattern.compile("## `(\\w+)(\\([\\w, ]*\\))?`");
    private static final Pattern COLUMN = Pattern.compile("\\| `(\\w+)` \\| ([A-Z ,()\\[\\]]+) \\| ?(.*?) ?\\|");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\([^)]*\\)");
    private static final Pattern UNIT = Pattern.compile(
            "^(?:least |most |average )?(bytes per second|bits per second|per second|bytes|seconds|percent|microseconds|milliseconds)\\b");

    private final List<Part> parts = new ArrayList<>();

    /** A table, or a function that answers rows. */
    private static final class Part {
        private final String name;
        private final String arguments;
        private final StringBuilder comment = new StringBuilder();
        private final List<Column> columns = new ArrayList<>();
        private final List<String> examples = new ArrayList<>();
        private boolean isCommented;

        Part(String name, String arguments) {
            this.name = name;
            this.arguments = arguments;
        }
    }

    private record Column(
            String name, String type, @Nullable String unit, String comment) {}

    /** Writes the resource anew. */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(RESOURCE, make());
    }

    static String make() throws IOException {
        var document = new SqlSchemaDocument();
        document.read(Files.readAllLines(TABLES));
        return document.json();
    }

    private void read(List<String> lines) {
        Part part = new Part("", "");
        StringBuilder example = null;
        for (String line : lines) {
            Matcher heading = HEADING.matcher(line);
            Matcher column = COLUMN.matcher(line);
            if (line.startsWith("```")) {
                if (example != null) {
                    part.examples.add(example.toString().strip());
                }
                example = example == null && line.equals("```sql") ? new StringBuilder() : null;
            } else if (example != null) {
                example.append(line).append('\n');
            } else if (heading.matches()) {
                part = new Part(heading.group(1), heading.group(2) == null ? "" : heading.group(2));
                parts.add(part);
            } else if (line.startsWith("## ")) {
                part = new Part("", "");
            } else if (column.matches()) {
                part.columns.add(column(column));
            } else if (!line.startsWith("|")) {
                comment(part, line);
            }
        }
    }

    private static Column column(Matcher column) {
        String comment = plain(column.group(3));
        Matcher unit = UNIT.matcher(comment);
        return new Column(column.group(1), column.group(2), unit.find() ? unit.group(1) : null, comment);
    }

    /** Its first paragraph. */
    private static void comment(Part part, String line) {
        if (line.isBlank()) {
            part.isCommented = !part.comment.isEmpty();
        } else if (!part.isCommented) {
            part.comment.append(part.comment.isEmpty() ? "" : " ").append(plain(line));
        }
    }

    private static String plain(String markdown) {
        return LINK.matcher(markdown).replaceAll("$1").replace("`", "").strip();
    }

    private String json() throws IOException {
        var text = new StringWriter();
        try (JsonGenerator json =
                new JsonFactory().createGenerator(text).setPrettyPrinter(new DefaultPrettyPrinter())) {
            json.writeStartObject();
            json.writeArrayFieldStart("tables");
            for (Part part : parts.stream().filter(p -> p.arguments.isEmpty()).toList()) {
                write(json, part, part.name);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("functions");
            for (Part part : parts.stream().filter(p -> !p.arguments.isEmpty()).toList()) {
                write(json, part, part.name + part.arguments);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text + "\n";
    }

    private static void write(JsonGenerator json, Part part, String name) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("comment", part.comment.toString());
        json.writeArrayFieldStart("columns");
        for (Column column : part.columns) {
            json.writeStartObject();
            json.writeStringField("name", column.name);
            json.writeStringField("type", column.type);
            json.writeStringField("unit", column.unit);
            json.writeStringField("comment", column.comment);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("examples");
        for (String example : part.examples) {
            json.writeString(example);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
