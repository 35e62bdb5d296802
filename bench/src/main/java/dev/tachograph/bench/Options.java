package dev.tachograph.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to measure and where the programs are.
 *
 * @param home the checkout, built
 * @param tools the folder of the compiled C programs
 * @param sizes how many processes to start for each table of the snapshot
 * @param rounds looks per contestant and table
 * @param awakePercent of the started processes wake up once a second and work for a millisecond
 * @param recordFor how long the recorder is watched
 * @param page whether a client asks for what the page shows meanwhile
 * @param directory of a stopped recorder, to ask instead of a history that is made up; {@code null} for none
 * @param days of that history
 * @param flatDays of it that are in the flat table beside it, too; 0 for no such table
 * @param answers of which the median is taken, to each question
 */
record Options(
        Path home,
        Path tools,
        List<Integer> sizes,
        int rounds,
        int awakePercent,
        Duration recordFor,
        boolean page,
        @Nullable Path directory,
        int days,
        int flatDays,
        int answers) {
    /** Processes that are started beside the recorder, and that the made-up history has. */
    static final int RECORDED_PROCESSES = 300;

    static Options ofEnvironment(Path home) {
        return new Options(
                home,
                home.resolve("bench/target/tools"),
                Stream.of(text("BENCH_SIZES", "100 1000 3000").split(" +", -1))
                        .map(size -> number("BENCH_SIZES", size, 1, 20_000))
                        .toList(),
                number("BENCH_ROUNDS", text("BENCH_ROUNDS", "20"), 1, 10_000),
                number("BENCH_AWAKE", text("BENCH_AWAKE", "5"), 0, 100),
                Duration.ofSeconds(number("BENCH_SECONDS", text("BENCH_SECONDS", "300"), 40, 86_400)),
                number("BENCH_PAGE", text("BENCH_PAGE", "0"), 0, 1) == 1,
                text("BENCH_DIR", "").isEmpty() ? null : Path.of(text("BENCH_DIR", "")),
                number("BENCH_DAYS", text("BENCH_DAYS", "30"), 1, 3650),
                number("BENCH_FLAT_DAYS", text("BENCH_FLAT_DAYS", "2"), 0, 30),
                number("BENCH_ANSWERS", text("BENCH_ANSWERS", "5"), 1, 1000));
    }

    /** The JVM options that the recorder itself runs with. */
    Path jvmOptions() {
        return home.resolve("jvm.options");
    }

    Path tool(String name) {
        return tools.resolve(name);
    }

    private static String text(String variable, String otherwise) {
        String value = System.getenv(variable);
        return value == null || value.isBlank() ? otherwise : value.strip();
    }

    private static int number(String variable, String text, int least, int most) {
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException _) {
            // as wrong as a number out of range
        }
        throw new IllegalArgumentException(
                "%s: '%s' is not a number from %d to %d".formatted(variable, text, least, most));
    }
}
