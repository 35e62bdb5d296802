package dev.tachograph.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.model.Gap;
import dev.tachograph.model.LargeValue;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogOrigin;
import dev.tachograph.model.LogSource;
import dev.tachograph.store.LogFixture;
import dev.tachograph.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a search finds, in hot lines and in sealed ones. */
@Timeout(120)
class LogSearchTest {
    private static final Instant BEGIN = Instant.parse("2026-11-23T03:00:00Z");
    private static final Instant END = BEGIN.plus(Duration.ofHours(5));
    private static final List<String> WORDS = List.of(
            "a",
            "Error",
            "x",
            "y",
            "naïve",
            "ÉCOLE",
            "😀",
            "\n",
            "\u001b[31m",
            "\u0000",
            "'",
            "\"",
            "%",
            "_",
            "\\",
            "q",
            "10.0.0.1",
            "beef",
            "OR",
            "a:b",
            "12");

    private final long seed = Long.getLong("tachograph.seed", System.nanoTime());
    private final RandomGenerator random = new SplittableRandom(seed);

    @TempDir
    private Path folder;

    private LogFixture log;

    @BeforeEach
    void open() throws Exception {
        log = new LogFixture(folder.resolve("data"));
    }

    @AfterEach
    void close() {
        log.close();
    }

    private List<Long> found(String search) throws StoreException {
        return found(search, LogOrder.NEWEST_FIRST);
    }

    private List<Long> found(String search, LogOrder order) throws StoreException {
        return page(search, order, 10_000).keys().stream().map(LogKey::line).toList();
    }

    private LogPage page(String search, LogOrder order, int limit) throws StoreException {
        return new LogLines(log.recorded()).page(new LogQuestion(search, List.of(), BEGIN, END), order, limit, null);
    }

    @Test
    void findsWhatAPlainFilterOverTheSameLinesFinds() throws Exception {
        List<LogLine> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            List<LogLine> lines =
                    IntStream.range(0, 150).mapToObj(_ -> randomLine()).toList();
            log.add(lines);
            all.addAll(lines);
            if (i < 3) {
                log.seal();
            }
        }
        var searches = new RandomSearch(random);
        int hits = 0;
        for (int round = 0; round < Integer.getInteger("tachograph.rounds", 100); round++) {
            Search search = searches.next();
            String text = SearchText.of(search);
            if (text.length() > SearchParser.MOST_CHARACTERS) {
                continue;
            }
            List<Long> expected = IntStream.rangeClosed(1, all.size())
                    .filter(number -> PlainSearch.matches(search, number, all.get(number - 1)))
                    .mapToObj(Long::valueOf)
                    .toList();
            assertThat(found(text).stream().sorted().map(String::valueOf).collect(Collectors.joining(" ")))
                    .as("seed %d, round %d: %s", seed, round, text)
                    .isEqualTo(expected.stream().map(String::valueOf).collect(Collectors.joining(" ")));
            hits += expected.isEmpty() ? 0 : 1;
        }
        assertThat(hits).isGreaterThan(20);
    }

    private LogLine randomLine() {
        Instant at = BEGIN.plusMillis(random.nextInt(4 * 3_600_000));
        boolean isLarge = random.nextInt(15) == 0;
        byte[] bytes = new byte[1 + random.nextInt(6000)];
        random.nextBytes(bytes);
        byte[] large = random.nextBoolean() ? bytes : ("large " + text(9)).getBytes(UTF_8);
        var origin = new LogOrigin(
                random.nextInt(5) == 0 ? LogSource.SYSLOG : LogSource.JOURNAL,
                null,
                maybe(new UUID(0xa1L << 56, random.nextInt(2))),
                null,
                maybe("web" + random.nextInt(2)),
                null,
                maybe(random.nextBoolean() ? "a.service" : text(1)),
                maybe("x"),
                null,
                null,
                null,
                maybe(text(1)),
                maybe(random.nextInt(40)),
                maybe((long) random.nextInt(3)),
                null,
                null,
                maybe("/usr/bin/" + text(1)),
                null);
        Map<String, List<String>> fields = switch (random.nextInt(4)) {
            case 0 -> Map.of("FOO", List.of(text(1), text(2)));
            case 1 -> Map.of("_PID", List.of("a", "12"), "FOO", List.of(""));
            default -> Map.of();
        };
        return new LogLine(
                origin,
                at,
                null,
                random.nextLong(1L << 40),
                maybe(random.nextInt(8)),
                null,
                maybe(text(5)),
                maybe(text(1)),
                null,
                null,
                null,
                null,
                maybe(random.nextInt(9)),
                fields,
                isLarge ? List.of(new LargeValue(random.nextInt(4) == 0 ? "FOO" : LogLine.MESSAGE, large)) : List.of());
    }

    private String text(int words) {
        var text = new StringBuilder(WORDS.get(random.nextInt(WORDS.size())));
        for (int i = random.nextInt(words); i > 0; i--) {
            text.append(random.nextBoolean() ? " " : "").append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return text.toString();
    }

    private <T> @Nullable T maybe(T value) {
        return random.nextInt(4) == 0 ? null : value;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWordIsFoundInMessagesThatAreLargeOrNoText(boolean isSealed) throws Exception {
        byte[] huge = new byte[10_000_000];
        byte[] needle = "NEEDLE é".getBytes(UTF_8);
        new SplittableRandom(1).nextBytes(huge);
        System.arraycopy(needle, 0, huge, huge.length - needle.length, needle.length);
        byte[] text = ("x".repeat(10_000) + " needle É").getBytes(UTF_8);
        log.add(List.of(
                log.line(BEGIN, 6, null, "x", 1, "begin", Map.of(), new LargeValue(LogLine.MESSAGE, huge)),
                log.line(BEGIN, 6, null, "x", 1, "xxxx", Map.of(), new LargeValue(LogLine.MESSAGE, text)),
                log.line(BEGIN, 6, null, "x", 1, "not here", Map.of(), new LargeValue("OTHER", text)),
                log.line(BEGIN, "a Needle é in a row")));
        if (isSealed) {
            log.seal();
        }
        assertThat(found("needle")).containsExactly(4L, 2L, 1L);
        assertThat(found("\"needle é\"")).containsExactly(4L, 2L, 1L);
        assertThat(found("/x{10} needle/")).containsExactly(2L);
        assertThat(found("-needle")).containsExactly(3L);
        assertThat(found("OTHER:*needle*")).containsExactly(3L);
        assertThat(found("OTHER:/needle/")).containsExactly(3L);
        assertThat(found("begin OR xxxx")).containsExactly(2L, 1L);
    }

    @Test
    void manyLargeMessagesAreFoundAsWell() throws Exception {
        byte[] text = "needle in what is large".getBytes(UTF_8);
        log.add(IntStream.range(0, 1500)
                .mapToObj(i -> log.line(
                        BEGIN.plusSeconds(i), 6, null, "x", 1, "m", Map.of(), new LargeValue(LogLine.MESSAGE, text)))
                .toList());
        assertThat(found("needle")).hasSize(1500);
        assertThat(found("-needle")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '\0',
            value = {
                "'; DROP TABLE hot.log_lines; --",
                "\"' OR 1=1 --\"",
                "unit:\"x' OR '1'='1\"",
                "unit:\"?\"",
                "FOO:\"'] OR true --\"",
                "/') OR (1=1/",
                "\"%\"",
                "\"\\\\\"",
                "hostname:\"$1\"",
                "\"make_timestamptz(0)\""
            })
    void whatLooksLikeSqlIsText(String search) throws Exception {
        log.add(List.of(log.line(BEGIN, "innocent"), log.line(BEGIN, "lines")));
        if (search.startsWith("/")) {
            assertThatThrownBy(() -> found(search)).isInstanceOf(SearchException.class);
        } else {
            assertThat(found(search)).isEmpty();
        }
        assertThat(found("")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '\0',
            value = {
                "x /a(b/ ¦ 2 ¦ 5",
                "/a**/ ¦ 0 ¦ 5",
                "/a{2000}/ ¦ 0 ¦ 9",
                "unit:/[/ ¦ 5 ¦ 3",
                "/(?<x>a)(?=b)/ ¦ 0 ¦ 14",
                "/\\1/ ¦ 0 ¦ 4",
                "/(((a{100}){100}){100}){100}/ ¦ 0 ¦ 29"
            })
    void anExpressionThatIsNoneIsRefusedAtItsPlace(String search, int position, int length) {
        assertThatThrownBy(() -> found(search)).isInstanceOfSatisfying(SearchException.class, e -> {
            assertThat(e).hasMessageStartingWith("no regular expression: ");
            assertThat(e.position()).isEqualTo(position);
            assertThat(e.length()).isEqualTo(length);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/(a+)+b/", "/(a|aa)*c/", "/(.*)*x{1,9}d/", "/^(([a-z])+.)+[A-Z]([a-z])+e/"})
    @Timeout(20)
    void anExpressionThatWouldGoBackForEverDoesNot(String search) throws Exception {
        log.add(List.of(log.line(BEGIN, "a".repeat(4000)), log.line(BEGIN, "x")));
        assertThat(found(search)).isEmpty();
    }

    @Test
    void aUnitIsFoundByItsShortNameAndInWhatTheManagerSaysOfIt() throws Exception {
        LogLine about = log.line(BEGIN, "Started");
        log.add(List.of(
                log.line(BEGIN, 6, "ssh.service", "sshd", 1, "a", Map.of()),
                log.line(BEGIN, 6, "ssh.socket", "sshd", 1, "b", Map.of()),
                new LogLine(
                        log.line(BEGIN, 6, "init.scope", "systemd", 1, "c", Map.of())
                                .origin(),
                        BEGIN,
                        null,
                        1,
                        6,
                        null,
                        "Started",
                        "ssh.service",
                        null,
                        null,
                        null,
                        null,
                        null,
                        Map.of(),
                        List.of()),
                log.line(about.origin(), BEGIN, null, "d")));
        assertThat(found("unit:ssh tag:s*")).containsExactly(4L, 3L, 1L);
        assertThat(found("unit:ssh.service")).containsExactly(4L, 3L, 1L);
        assertThat(found("unit:ssh.socket")).containsExactly(2L);
        assertThat(found("_SYSTEMD_UNIT:ssh.service")).containsExactly(4L, 1L);
        assertThat(found("UNIT:ssh.service")).containsExactly(3L);
        assertThat(found("level:info")).containsExactly(3L, 2L, 1L);
        assertThat(found("-level:debug+")).containsExactly(4L);
    }

    @Test
    void linesComeInAnyOrderAndUnknownValuesLast() throws Exception {
        log.add(List.of(
                log.line(BEGIN.plusSeconds(2), 6, null, "b", 5, "x", Map.of()),
                log.line(BEGIN.plusSeconds(1), 3, null, null, 7, "y", Map.of()),
                log.line(BEGIN.plusSeconds(2), 4, null, "a", null, "z", Map.of()),
                log.line(BEGIN.plusSeconds(3), null, null, "b", 5, "w", Map.of())));
        assertThat(found("")).containsExactly(4L, 3L, 1L, 2L);
        assertThat(found("", new LogOrder(LogColumn.TIMESTAMP, false))).containsExactly(2L, 1L, 3L, 4L);
        assertThat(found("", new LogOrder(LogColumn.PID, false))).containsExactly(1L, 4L, 2L, 3L);
        assertThat(found("", new LogOrder(LogColumn.PID, true))).containsExactly(2L, 4L, 1L, 3L);
        assertThat(found("", new LogOrder(LogColumn.LEVEL, false))).containsExactly(2L, 3L, 1L, 4L);
        assertThat(found("", new LogOrder(LogColumn.IDENTIFIER, false))).containsExactly(3L, 1L, 4L, 2L);
        assertThat(found("", new LogOrder(LogColumn.MESSAGE, true))).containsExactly(3L, 2L, 1L, 4L);
    }

    @Test
    void theRangeHasItsBeginAndNotItsEndAndTellsItsGaps() throws Exception {
        var gap = new Gap(Gap.Stream.LOGS, BEGIN.minusSeconds(60), BEGIN.plusSeconds(9), Gap.Cause.SUPPRESSED, 7L, "x");
        var other = new Gap(Gap.Stream.PROCESSES, BEGIN, END, Gap.Cause.MISSED, 7L, "x");
        var before =
                new Gap(Gap.Stream.LOGS, BEGIN.minusSeconds(60), BEGIN.minusSeconds(9), Gap.Cause.STOPPED, null, "x");
        log.add(
                List.of(
                        log.line(BEGIN.minusNanos(1000), "before"),
                        log.line(BEGIN, "first"),
                        log.line(END.minusNanos(1000), "last"),
                        log.line(END, "after")),
                gap,
                other,
                before);
        assertThat(found("")).containsExactly(3L, 2L);
        assertThat(page("", LogOrder.NEWEST_FIRST, 10).gaps()).containsExactly(gap);
    }

    @Test
    void totalIsThatOfAllThatMatch() throws Exception {
        log.add(IntStream.range(0, 500)
                .mapToObj(i -> log.line(BEGIN.plusSeconds(i), i % 5 == 0 ? "five" : "other"))
                .toList());
        LogPage page = page("five", LogOrder.NEWEST_FIRST, 10);
        assertThat(page.total()).isEqualTo(100);
        assertThat(page.isTruncated()).isTrue();
        assertThat(page("five", LogOrder.NEWEST_FIRST, 0).total()).isEqualTo(100);
        assertThat(page("five", LogOrder.NEWEST_FIRST, 100).isTruncated()).isFalse();
        assertThat(page("five", LogOrder.NEWEST_FIRST, 100).next()).isNull();
        assertThat(page("nothing", LogOrder.NEWEST_FIRST, 0).isTruncated()).isFalse();
    }
}
