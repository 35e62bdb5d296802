package dev.tachograph.store;

import dev.tachograph.model.LargeValue;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogOrigin;
import dev.tachograph.model.LogSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Log lines of every shape that a store may be given, the same for the same seed. */
final class RandomLog {
    private static final List<String> WORDS = List.of(
            "connection",
            "refused",
            "from",
            "10.0.0.1",
            "naïve",
            "😀",
            "line\nbreak",
            "\u001b[31mred",
            "\0nul",
            "'quote\"",
            "%s");

    private final Random random;
    private final List<LogOrigin> origins;
    private long sequence;

    RandomLog(long seed) {
        random = new Random(seed);
        UUID boot = new UUID(random.nextLong(), random.nextLong());
        origins = IntStream.range(0, 20).mapToObj(i -> origin(i, boot)).toList();
    }

    private LogOrigin origin(int i, UUID boot) {
        return new LogOrigin(
                i % 7 == 3 ? LogSource.SYSLOG : LogSource.JOURNAL,
                i % 7 == 3 ? null : new UUID(1, 2),
                maybe(boot),
                maybe(new UUID(3, 4)),
                maybe("host" + i % 2),
                maybe("stdout"),
                maybe("unit%d.service".formatted(i % 5)),
                maybe("user.service"),
                maybe("system.slice"),
                maybe("c" + i),
                maybe(new UUID(5, i)),
                maybe("tag" + i),
                maybe(1000 + i),
                maybe(4_294_967_295L),
                maybe((long) i),
                maybe("comm"),
                maybe("/usr/bin/x"),
                maybe("/usr/bin/x --y=" + i));
    }

    private <T> @Nullable T maybe(T value) {
        return random.nextInt(4) == 0 ? null : value;
    }

    /** So many lines, about a second apart, from an instant on. */
    List<LogLine> lines(Instant from, int count) {
        List<LogLine> lines = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            lines.add(line(from.plusMillis(1000L * i + random.nextInt(3000)).plusNanos(1000L * random.nextInt(1000))));
        }
        return lines;
    }

    private LogLine line(Instant at) {
        boolean isLarge = random.nextInt(40) == 0;
        byte[] large = new byte[5000 + random.nextInt(5000)];
        random.nextBytes(large);
        return new LogLine(
                origins.get(random.nextInt(origins.size())),
                at,
                maybe(random.nextLong(1L << 40)),
                ++sequence,
                maybe(random.nextInt(8)),
                maybe(random.nextInt(24)),
                maybe(isLarge ? "\uFFFD begin of it" : message()),
                maybe("about.service"),
                maybe(new UUID(7, random.nextInt(3))),
                maybe("src/main.c"),
                maybe(random.nextInt(1000)),
                maybe("main"),
                maybe(random.nextInt(100)),
                fields(),
                isLarge
                        ? List.of(
                                new LargeValue(LogLine.MESSAGE, large),
                                new LargeValue("COREDUMP", "text".getBytes(StandardCharsets.UTF_8)))
                        : List.of());
    }

    private String message() {
        var words = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            words.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
        }
        return words.append(random.nextInt(10_000)).toString();
    }

    private Map<String, List<String>> fields() {
        return switch (random.nextInt(4)) {
            case 0 -> Map.of();
            case 1 -> Map.of("SYSLOG_RAW", List.of("x"), "JOB_ID", List.of("" + random.nextInt(99)));
            default -> Map.of("_GID", List.of("a", "b", "\0"), "ÄPFEL", List.of(""));
        };
    }
}
