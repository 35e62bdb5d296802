package dev.tachograph.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What can be asked for in SQL, in the words of {@code docs/tables.md}, from which the file beside this class is made. */
final class SqlSchema {
    static final String FILE = "sql-schema.json";

    private SqlSchema() {}

    /** {@code GET /api/sql/schema}. */
    static Route route() {
        String document = document();
        return Route.get("/api/sql/schema", Set.of(), _ -> Answer.ok(json -> json.writeRawValue(document)));
    }

    static String document() {
        try (InputStream in = SqlSchema.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is not on the class path beside " + SqlSchema.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " can't be read", e);
        }
    }
}
