package dev.tachograph.diff;

import dev.tachograph.time.TimeRange;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where the differences of a window can be looked at. Relative, so that they work behind any address. */
record Links(TimeRange window) {

    /** The process table of an instant. */
    String processes(@Nullable Instant at, @Nullable String name, @Nullable String unit, @Nullable Long pid) {
        String words = (pid == null ? "" : " pid:" + pid)
                + (unit == null ? "" : word("unit:", unit))
                + (name == null || pid != null ? "" : word("name:", name));
        return "/processes?at=" + (at == null ? window.to() : at) + "&q=" + encoded(words.strip());
    }

    /** A word of the filter goes on to the next white space; what is behind one there would be another word. */
    private static String word(String field, String text) {
        String first = text.strip().split("[\\t-\\r ]", 2)[0];
        return first.isEmpty() ? "" : " " + field + "'" + first;
    }

    /** Log lines that a search finds. */
    String logs(String search) {
        return "/api/search?q=%s&start=%s&end=%s".formatted(encoded(search), window.from(), window.to());
    }

    /** A value in a search for log lines. */
    static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    String metrics(String table, String figure, String device) {
        return "/api/metrics/%s?metrics=%s%s&from=%s&to=%s"
                .formatted(
                        table,
                        figure,
                        device.isEmpty() ? "" : "&device=" + encoded(device),
                        window.from(),
                        window.to());
    }

    String events(String event) {
        return "/api/events?kind=%s&from=%s&to=%s".formatted(encoded(event), window.from(), window.to());
    }

    String exits(String field, String value) {
        return "/api/exits?%s=%s&from=%s&to=%s".formatted(field, encoded(value), window.from(), window.to());
    }

    String gaps(String stream) {
        return "/api/gaps?stream=%s&from=%s&to=%s".formatted(stream, window.from(), window.to());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
