package dev.tachograph.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Random searches with a seed that is told, to be given as {@code -Dtachograph.seed}; {@code -Dtachograph.rounds} makes it
 * more of them.
 */
class SearchFuzzTest {
    private static final List<String> PIECES = List.of(
            "(",
            ")",
            "\"",
            "\\",
            "/",
            "/i",
            "-",
            ":",
            "*",
            "?",
            " ",
            " OR ",
            " AND ",
            "NOT ",
            ">=",
            "<",
            ">",
            "+",
            "unit:",
            "level:",
            "warn+",
            "pid:",
            "pid>",
            "_PID:",
            "FOO:",
            "msg:",
            "boot:",
            "fields:",
            "timestamp:",
            "facility:",
            "a",
            "err",
            "9",
            "-1",
            "é",
            "😀",
            "\ud800",
            "\u0000",
            "\n",
            "\u00a0",
            "'",
            "%",
            "_",
            ";",
            "{",
            "$");

    private final long seed = Long.getLong("tachograph.seed", System.nanoTime());
    private final int rounds = Integer.getInteger("tachograph.rounds", 30_000);
    private final RandomGenerator random = new SplittableRandom(seed);

    @Test
    void whatIsWrittenDownIsReadAgainAsTheSame() {
        var searches = new RandomSearch(random);
        for (int round = 0; round < rounds; round++) {
            Search search = searches.next();
            String text = SearchText.of(search);
            if (text.length() <= SearchParser.MOST_CHARACTERS) {
                assertThat(SearchParser.parse(text))
                        .as("seed %d, round %d: %s", seed, round, text)
                        .isEqualTo(search);
            }
        }
    }

    @Test
    void anyTextIsASearchOrIsRefusedWithAPlaceInIt() {
        for (int round = 0; round < rounds; round++) {
            String text = text();
            try {
                Search search = SearchParser.parse(text);
                assertThat(SearchParser.parse(SearchText.of(search)))
                        .as("seed %d, round %d: %s", seed, round, text)
                        .isEqualTo(search);
            } catch (SearchException e) {
                assertThat(e.position())
                        .as("seed %d, round %d: %s", seed, round, text)
                        .isBetween(0, text.length());
                assertThat(e.length()).isBetween(0, text.length() - e.position());
            } catch (RuntimeException e) {
                throw new AssertionError("seed %d, round %d: %s".formatted(seed, round, text), e);
            }
        }
    }

    private String text() {
        var text = new StringBuilder();
        for (int i = random.nextInt(20); i >= 0; i--) {
            text.append(
                    random.nextInt(8) == 0
                            ? Character.toString(random.nextInt(Character.MAX_VALUE))
                            : PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    @Test
    void noCursorMadeUpBySomebodyDoesHarm() {
        var cursor = new LogCursor(true, new LogKey(5, 6), 1, 9, 7, null, 42);
        assertThat(LogCursor.parse(cursor.text())).isEqualTo(cursor);
        for (int round = 0; round < rounds; round++) {
            var text = new StringBuilder(cursor.text());
            for (int i = random.nextInt(3); i >= 0; i--) {
                int at = random.nextInt(text.length());
                text.setCharAt(at, (char) (random.nextInt(10) == 0 ? random.nextInt(65536) : 'A' + random.nextInt(26)));
            }
            text.setLength(random.nextInt(10) == 0 ? random.nextInt(text.length()) : text.length());
            try {
                LogCursor read = LogCursor.parse(text.toString());
                assertThat(read).as("seed %d, round %d: %s", seed, round, text).isEqualTo(cursor);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith("a cursor is what");
            }
        }
    }
}
