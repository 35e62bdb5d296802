package dev.tachograph.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Random input with a printed seed, so that a failure can be run again. */
class TimesPropertyTest {
    private static final List<String> SEEDS = List.of(
            "now",
            "-15m",
            "-1h30m",
            "03:12:05.5",
            "yesterday 03:12",
            "today",
            "2026-11-23 03:12",
            "2026-11-23T03:12:05.123+01:00",
            "2016-12-31T23:59:60Z",
            "1795403525.25",
            "1795403525250",
            "-1h..now");
    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("UTC"), ZoneId.of("Europe/Berlin"), ZoneId.of("America/St_Johns"), ZoneId.of("Pacific/Apia"));
    private static final String LETTERS = "0123456789:-+.TZtzsmhdwnowyesterday \u0000\u00e9\ud83d%_,e";

    private final long seed = System.nanoTime();
    private final RandomGenerator random = new SplittableRandom(seed);

    @Test
    void anyTextIsATimeInRangeOrABadTimeException() {
        for (int round = 0; round < 100_000; round++) {
            String text = random.nextBoolean() ? randomText() : mutated(SEEDS.get(random.nextInt(SEEDS.size())));
            Instant now = randomInstant();
            ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
            assertThat(outcome(() -> Times.parse(text, now, zone), text))
                    .as("'%s' with seed %d", text, seed)
                    .isBetween("1970", "9999-12-31T23:59:59.999999999Z");
            outcome(() -> TimeRange.parse(text, now, zone), text);
            outcome(() -> Durations.parse(text), text);
        }
    }

    @Test
    void aClockTimeIsPastAndReadsTheSameAndNoLaterOneDoes() {
        for (int round = 0; round < 1_000; round++) {
            Instant now = randomInstant().truncatedTo(ChronoUnit.MINUTES);
            ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
            LocalTime clock = LocalTime.of(random.nextInt(24), random.nextInt(60));
            Instant at = Times.parse(clock.toString(), now, zone);
            assertThat(at).as("%s at %s in %s, seed %d", clock, now, zone, seed).isBeforeOrEqualTo(now);
            assertThat(LocalTime.ofInstant(at, zone)).isEqualTo(clock);
            for (Instant later = at.plusSeconds(60); !later.isAfter(now); later = later.plusSeconds(60)) {
                assertThat(LocalTime.ofInstant(later, zone).truncatedTo(ChronoUnit.MINUTES))
                        .as("%s at %s in %s, seed %d", clock, now, zone, seed)
                        .isNotEqualTo(clock);
            }
        }
    }

    @Test
    void anInstantAsJavaWritesItReadsBack() {
        for (int round = 0; round < 10_000; round++) {
            Instant at = randomInstant();
            assertThat(Times.parse(at.toString(), Instant.EPOCH, ZONES.getFirst()))
                    .as("seed %d", seed)
                    .isEqualTo(at);
        }
    }

    private String outcome(Supplier<Object> parse, String text) {
        try {
            return parse.get().toString();
        } catch (BadTimeException e) {
            assertThat(e).message().hasLineCount(1).hasSizeLessThan(1_000);
            return "1970";
        } catch (RuntimeException e) {
            throw new AssertionError("'%s' with seed %d".formatted(text, seed), e);
        }
    }

    /** 1990 to 2030: zones changed their clocks in every way there. */
    private Instant randomInstant() {
        return Instant.ofEpochSecond(random.nextLong(631_152_000L, 1_893_456_000L), random.nextInt(1_000_000_000));
    }

    private String randomText() {
        var text = new StringBuilder();
        for (int length = random.nextInt(30); length > 0; length--) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private String mutated(String text) {
        var changed = new StringBuilder(text);
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(changed.length() + 1);
            switch (random.nextInt(3)) {
                case 0 -> changed.insert(at, LETTERS.charAt(random.nextInt(LETTERS.length())));
                case 1 -> changed.delete(at, Math.min(changed.length(), at + 1 + random.nextInt(3)));
                default -> changed.insert(at, changed.substring(at));
            }
        }
        return changed.toString();
    }
}
