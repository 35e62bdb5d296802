package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The log part of a recorder's interface over made-up lines, each a second after the one before: pages by cursor, in both
 * directions, and the tail. What a search matches is up to the test.
 */
final class FakeLog implements UnixServer.Answers {
    static final Instant FIRST = Instant.parse("2026-11-23T02:00:00Z");
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private final LongFunction<String> members;
    private final List<Map<String, String>> searches = new CopyOnWriteArrayList<>();
    private volatile long lines;
    private volatile String gaps = "";

    /** @param members of the line of a number, beside number and time */
    FakeLog(long lines, LongFunction<String> members) {
        this.lines = lines;
        this.members = members;
    }

    FakeLog withGap(String gap) {
        gaps = gap;
        return this;
    }

    /** The parameters of the searches so far. */
    List<Map<String, String>> searches() {
        return searches;
    }

    synchronized void append(int count) {
        lines += count;
        notifyAll();
    }

    static Instant time(long line) {
        return FIRST.plusSeconds(line - 1);
    }

    @Override
    public void answer(String request, OutputStream out) throws IOException, InterruptedException {
        String target = request.split(" ", 3)[1];
        Map<String, String> parameters = parameters(target);
        if (target.startsWith("/api/search/tail")) {
            tail(parameters, out);
        } else if (target.startsWith("/api/search")) {
            searches.add(parameters);
            search(parameters, out);
        } else {
            out.write(UnixServer.http(
                            "200 OK",
                            "{\"oldest_log_timestamp\":\"%1$s\",\"newest_log_timestamp\":\"%1$s\"}".formatted(FIRST))
                    .getBytes(UTF_8));
        }
    }

    private void search(Map<String, String> parameters, OutputStream out) throws IOException {
        boolean ascending = parameters.getOrDefault("sort_dir", "desc").equals("asc");
        long limit = Long.parseLong(parameters.getOrDefault("limit", "1000"));
        @Nullable String start = parameters.get("start");
        long from = start == null ? 1 : Math.max(1, Instant.parse(start).getEpochSecond() - FIRST.getEpochSecond() + 1);
        @Nullable String cursor = parameters.get("cursor");
        long first = cursor != null ? Long.parseLong(cursor) : ascending ? from : lines;
        long count = Math.clamp(ascending ? lines - first + 1 : first - from + 1, 0, limit);
        long after = ascending ? first + count : first - count;
        boolean truncated = ascending ? after <= lines : after >= from;
        out.write((OK + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n").getBytes(UTF_8));
        chunk(
                out,
                "{\"from\":\"%s\",\"to\":\"%s\",\"truncated\":%s,\"next\":%s,\"gaps\":[%s],\"lines\":["
                        .formatted(time(from), time(lines), truncated, truncated ? "\"" + after + "\"" : "null", gaps));
        for (long i = 0; i < count; i++) {
            chunk(out, (i == 0 ? "" : ",") + line(ascending ? first + i : first - i, parameters));
        }
        chunk(out, "]}");
        chunk(out, "");
    }

    private static void chunk(OutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(UTF_8));
        out.write(bytes);
        out.write("\r\n".getBytes(UTF_8));
    }

    private void tail(Map<String, String> parameters, OutputStream out) throws IOException, InterruptedException {
        @Nullable String after = parameters.get("after");
        long sent = after == null ? lines : Long.parseLong(after);
        out.write((OK + "Content-Type: text/event-stream\r\n\r\n: hello\n\n").getBytes(UTF_8));
        while (true) {
            while (sent < lines) {
                sent++;
                out.write("id: %d\nevent: line\ndata: %s\n\n"
                        .formatted(sent, line(sent, parameters))
                        .getBytes(UTF_8));
            }
            synchronized (this) {
                while (sent >= lines) {
                    wait();
                }
            }
        }
    }

    private String line(long number, Map<String, String> parameters) {
        String own = "\"line\":" + number + ",\"timestamp\":\"" + time(number) + "\"";
        return parameters.getOrDefault("columns", "").equals("line,timestamp")
                ? "{" + own + "}"
                : "{" + own + "," + members.apply(number) + "}";
    }

    private static Map<String, String> parameters(String target) {
        var parameters = new HashMap<String, String>();
        int question = target.indexOf('?');
        for (String pair : target.substring(question + 1).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (question >= 0 && equals > 0) {
                parameters.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
            }
        }
        return parameters;
    }
}
