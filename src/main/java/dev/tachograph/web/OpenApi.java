package dev.tachograph.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The description of all routes, as it lies beside this class; a test holds it against the table. */
public final class OpenApi {
    private OpenApi() {}

    /** {@code GET /openapi.json}. */
    public static Route route() {
        String document = document();
        return Route.get("/openapi.json", Set.of(), _ -> Answer.ok(json -> json.writeRawValue(document)));
    }

    static String document() {
        try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is not on the class path beside " + OpenApi.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("openapi.json can't be read", e);
        }
    }
}
