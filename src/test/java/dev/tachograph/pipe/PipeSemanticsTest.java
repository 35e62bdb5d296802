package dev.tachograph.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers over random lines, against the same reckoned by hand. */
class PipeSemanticsTest {
    private static final List<String> UNITS = List.of("a.service", "b.service", "c.service", "d.service");
    private static final String NULL = "null";

    private final long seed = Long.getLong("tachograph.seed", System.nanoTime());
    private final RandomGenerator random = new SplittableRandom(seed);
    private final List<Line> lines =
            IntStream.range(0, 400).mapToObj(this::line).toList();
    private PipeDatabase database;

    private record Line(
            int number,
            Instant at,
            @Nullable String unit,
            @Nullable Integer pid,
            String message) {}

    private Line line(int number) {
        String unit = random.nextInt(6) == 0 ? null : UNITS.get(random.nextInt(random.nextInt(1, 5)));
        Integer pid = random.nextInt(8) == 0 ? null : random.nextInt(50);
        Instant at = Asking.FROM.plusSeconds(random.nextInt(86_400));
        return new Line(number, at, unit, pid, "m" + random.nextInt(5));
    }

    @BeforeEach
    void fill() throws SQLException {
        database = PipeDatabase.open();
        for (Line line : lines) {
            database.execute(
                    "INSERT INTO journal_logs (line, timestamp, unit, pid, message) VALUES (%d, TIMESTAMPTZ '%s', %s, %s, '%s')"
                            .formatted(
                                    line.number,
                                    line.at,
                                    line.unit == null ? "NULL" : "'" + line.unit + "'",
                                    line.pid,
                                    line.message));
        }
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private List<List<String>> ask(String question) throws SQLException {
        return database.rows(Asking.sql(question));
    }

    /** As an answer has them: newest first. */
    private List<Line> newestFirst() {
        return lines.stream()
                .sorted(Comparator.comparing(Line::at)
                        .thenComparingInt(Line::number)
                        .reversed())
                .toList();
    }

    private static <K> Map<K, List<Line>> by(List<Line> lines, Function<Line, K> key) {
        Map<K, List<Line>> groups = new LinkedHashMap<>();
        lines.forEach(line ->
                groups.computeIfAbsent(key.apply(line), _ -> new ArrayList<>()).add(line));
        return groups;
    }

    private static String text(double number) {
        return String.format(Locale.ROOT, "%.6f", number);
    }

    @Test
    void statsReckonByGroup() throws SQLException {
        var expected = by(newestFirst(), line -> String.valueOf(line.unit)).entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().equals(NULL) ? "~" : entry.getKey()))
                .map(entry -> {
                    List<Line> group = entry.getValue();
                    List<Integer> pids = group.stream()
                            .map(Line::pid)
                            .filter(Objects::nonNull)
                            .sorted()
                            .toList();
                    var sums = pids.stream().mapToInt(pid -> pid).summaryStatistics();
                    return List.of(
                            entry.getKey(),
                            "" + group.size(),
                            "" + pids.size(),
                            "" + pids.stream().distinct().count(),
                            "" + sums.getSum(),
                            text(sums.getAverage()),
                            "" + sums.getMin(),
                            "" + sums.getMax(),
                            text(quantile(pids, 0.5)),
                            text(quantile(pids, 0.95)),
                            "" + group.getFirst().message,
                            "" + group.getLast().message,
                            ""
                                    + group.stream()
                                            .filter(line -> line.pid != null && line.pid < 10)
                                            .count(),
                            text(deviation(pids)));
                })
                .toList();
        List<List<String>> actual =
                ask("| stats count, count(pid) as n, dc(pid) as d, sum(pid) as s, avg(pid) as a, min(pid) as i, "
                        + "max(pid) as x, median(pid) as m, p95(pid) as p, first(message) as f, last(message) as l, "
                        + "count(pid < 10) as small, stdev(pid) as sd by unit");
        assertThat(actual.stream().map(row -> rounded(row, 5, 8, 9, 13)).toList())
                .as("seed %d", seed)
                .isEqualTo(expected);
    }

    private static List<String> rounded(List<String> row, int... places) {
        List<String> all = new ArrayList<>(row);
        for (int place : places) {
            all.set(place, text(Double.parseDouble(all.get(place))));
        }
        return all;
    }

    private static double quantile(List<Integer> sorted, double part) {
        double place = part * (sorted.size() - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }

    private static double deviation(List<Integer> all) {
        double average = all.stream().mapToInt(one -> one).average().orElseThrow();
        double squares = all.stream()
                .mapToDouble(one -> (one - average) * (one - average))
                .sum();
        return Math.sqrt(squares / (all.size() - 1));
    }

    @Test
    void aTimechartHasEachBinAndSumsUpTheRest() throws SQLException {
        Map<String, Long> counts = lines.stream()
                .collect(Collectors.groupingBy(line -> String.valueOf(line.unit), TreeMap::new, Collectors.counting()));
        List<String> most = counts.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Long> entry) -> -entry.getValue())
                        .thenComparing(entry -> entry.getKey().equals(NULL) ? "~" : entry.getKey()))
                .limit(2)
                .map(Map.Entry::getKey)
                .toList();
        List<List<String>> expected = new ArrayList<>();
        for (int hour = 0; hour < 24; hour++) {
            Instant from = Asking.FROM.plusSeconds(hour * 3600L);
            Instant to = from.plusSeconds(3600);
            List<Line> within = lines.stream()
                    .filter(line -> !line.at.isBefore(from) && line.at.isBefore(to))
                    .toList();
            List<String> series = new ArrayList<>(most);
            series.add("OTHER");
            series.sort(Comparator.comparing(name -> name.equals(NULL) ? "~" : name));
            for (String one : series) {
                var own = within.stream()
                        .filter(line -> one.equals(
                                most.contains(String.valueOf(line.unit)) ? String.valueOf(line.unit) : "OTHER"))
                        .toList();
                var highest =
                        own.stream().map(Line::pid).filter(Objects::nonNull).max(Comparator.naturalOrder());
                expected.add(List.of(
                        from.toString().replace(":00Z", "Z"),
                        one,
                        "" + own.size(),
                        highest.map(String::valueOf).orElse(NULL)));
            }
        }
        assertThat(ask("| timechart span=1h limit=2 count, max(pid) by unit"))
                .as("seed %d", seed)
                .isEqualTo(expected);
    }

    @Test
    void aTimechartWithoutRowsHasZerosForCountsAndNothingForTheRest() throws SQLException {
        List<List<String>> rows = ask("nowhere | timechart span=6h count, dc(pid), rate, avg(pid)");
        assertThat(rows)
                .hasSize(4)
                .allSatisfy(row -> assertThat(row.subList(1, 5)).containsExactly("0", "0", "0.0", NULL));
    }

    @Test
    void topAndRareCountValuesThatAreKnown() throws SQLException {
        Map<String, Long> counts = lines.stream()
                .filter(line -> line.unit != null)
                .collect(Collectors.groupingBy(line -> String.valueOf(line.unit), TreeMap::new, Collectors.counting()));
        long all = counts.values().stream().mapToLong(count -> count).sum();
        for (int sign : new int[] {1, -1}) {
            List<List<String>> expected = counts.entrySet().stream()
                    .sorted(Comparator.comparingLong((Map.Entry<String, Long> entry) -> -sign * entry.getValue())
                            .thenComparing(Map.Entry::getKey))
                    .limit(3)
                    .map(entry -> List.of(entry.getKey(), "" + entry.getValue(), text(100.0 * entry.getValue() / all)))
                    .toList();
            assertThat(ask("| %s 3 unit".formatted(sign > 0 ? "top" : "rare")).stream()
                            .map(row -> rounded(row, 2))
                            .toList())
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void dedupKeepsTheFirstOfEachInTheOrderOfTheRows() throws SQLException {
        List<Line> known = newestFirst().stream()
                .filter(line -> line.unit != null && line.pid != null)
                .toList();
        assertThat(ask("| dedup 2 unit, pid | fields line")).as("seed %d", seed).isEqualTo(firstTwo(known));
        List<Line> oldestFirst = known.reversed();
        assertThat(ask("| dedup 2 unit, pid sortby timestamp, line | fields line"))
                .as("seed %d", seed)
                .isEqualTo(firstTwo(oldestFirst));
    }

    private static List<List<String>> firstTwo(List<Line> lines) {
        Map<List<Object>, Integer> seen = new LinkedHashMap<>();
        return lines.stream()
                .filter(line ->
                        seen.merge(List.of(String.valueOf(line.unit), String.valueOf(line.pid)), 1, Integer::sum) <= 2)
                .map(line -> List.of("" + line.number))
                .toList();
    }

    @Test
    void headAndTailGoByTheOrderThatRowsHaveThen() throws SQLException {
        List<Line> newest = newestFirst();
        assertThat(ask("| head 3 | fields line")).isEqualTo(numbers(newest.subList(0, 3)));
        assertThat(ask("| tail 3 | fields line")).isEqualTo(numbers(newest.subList(397, 400)));
        assertThat(ask("| reverse | fields message, line | fields line | head 2"))
                .isEqualTo(numbers(newest.reversed().subList(0, 2)));
        assertThat(ask("| eval timestamp = 5 | fields line | head 2")).isEqualTo(numbers(newest.subList(0, 2)));
    }

    private static List<List<String>> numbers(List<Line> lines) {
        return lines.stream().map(line -> List.of("" + line.number)).toList();
    }

    @Test
    void contextHasTheLinesAroundOfTheSameUnit() throws SQLException {
        Map<String, List<Line>> streams = by(newestFirst(), line -> String.valueOf(line.unit));
        List<Line> expected = new ArrayList<>();
        for (List<Line> stream : streams.values()) {
            for (int i = 0; i < stream.size(); i++) {
                boolean isNear = stream.subList(Math.max(0, i - 1), Math.min(stream.size(), i + 3)).stream()
                        .anyMatch(line -> line.message.equals("m1") && line.pid != null && line.pid == 7);
                if (isNear) {
                    expected.add(stream.get(i));
                }
            }
        }
        expected.sort(
                Comparator.comparing(Line::at).thenComparingInt(Line::number).reversed());
        assertThat(ask("m1 pid:7 | context before=1 after=2 | fields line"))
                .as("seed %d", seed)
                .isEqualTo(numbers(expected));
    }

    @Test
    void daysAreThoseOfTheZone() throws SQLException {
        Instant to = Instant.parse("2026-11-26T00:00:00Z");
        var berlin = new Moment(Asking.FROM, to, to, ZoneId.of("Europe/Berlin"));
        assertThat(database.rows(Pipes.compile("| timechart span=1d count | fields timestamp", berlin)
                        .sql()))
                .containsExactly(List.of("2026-11-24T23:00Z"), List.of("2026-11-25T23:00Z"));
        assertThat(database.rows(Pipes.compile("| stats count by timestamp span=1d | fields timestamp", berlin)
                        .sql()))
                .containsExactly(List.of("2026-11-24T23:00Z"), List.of("2026-11-25T23:00Z"));
        int hour = lines.getFirst().at.atZone(ZoneId.of("Europe/Berlin")).getHour();
        assertThat(database.rows(Pipes.compile("line:0 | eval h = hour(timestamp) | fields h", berlin)
                        .sql()))
                .containsExactly(List.of("" + hour));
    }

    @ParameterizedTest
    @ValueSource(strings = {"90m", "150m", "7h", "3d", "1d", "1h", "45m"})
    void noBinOfATimechartIsMissingWhereverTheTimeEnds(String span) throws SQLException {
        for (String zone : List.of("UTC", "Europe/Berlin", "+05:30")) {
            Instant to = Asking.FROM.plusSeconds(random.nextInt(3600, 86_400));
            var moment = new Moment(Asking.FROM.minusSeconds(3600), to, to, ZoneId.of(zone));
            String counted = Pipes.compile("| timechart span=" + span + " count | stats sum(count)", moment)
                    .sql();
            long expected = lines.stream().filter(line -> line.at.isBefore(to)).count();
            assertThat(database.rows(counted))
                    .as("%s to %s in %s, seed %d", span, to, zone, seed)
                    .containsExactly(List.of(Long.toString(expected)));
        }
    }

    @Test
    void withoutAWidthThereAreNotMoreBinsOfManyYears() throws SQLException {
        var moment = new Moment(Instant.EPOCH, Asking.TO, Asking.TO, ZoneId.of("UTC"));
        List<List<String>> rows =
                database.rows(Pipes.compile("| timechart count", moment).sql());
        assertThat(rows).hasSizeLessThanOrEqualTo(102);
        assertThat(rows.stream().mapToLong(row -> Long.parseLong(row.getLast())).sum())
                .isEqualTo(lines.size());
    }

    @Test
    void clockTimesAreThoseOfAnOffsetToo() throws SQLException {
        var moment = new Moment(Asking.FROM, Asking.TO, Asking.TO, ZoneId.of("+05:30"));
        String sql = Pipes.compile(
                        "| head 1 | eval h = hour(time(\"2026-11-25T00:40Z\")), m = minute(time(\"2026-11-25T00:40Z\")) | fields h, m",
                        moment)
                .sql();
        assertThat(database.rows(sql)).containsExactly(List.of("6", "10"));
    }

    @Test
    void groupsAreFoundInTheTextAsItWasAlsoWhereOneTakesItsPlace() throws SQLException {
        String text = "| head 1 | eval message = \"a(<b [(?<] c\" ";
        assertThat(ask(text + "| rex \"(?<message>a).*(?<end>c)\" | fields message, end"))
                .containsExactly(List.of("a", "c"));
        assertThat(ask(text + "| rex \"\\(?<(?<x>b) [[(?<]+\" | fields x")).containsExactly(List.of("b"));
    }
}
