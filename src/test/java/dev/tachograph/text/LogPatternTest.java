package dev.tachograph.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LogPatternTest {
    private static final int ROUNDS = 60_000;

    private record Group(String template, List<String> lines) {}

    @Test
    void linesOfAGroupHaveItsTemplate() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Group group : corpus()) {
            for (String line : group.lines) {
                String template = LogPattern.template(line);
                if (!template.equals(group.template)) {
                    wrong.add("%n  %s%n  is     %s%n  not    %s".formatted(line, template, group.template));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void noTwoGroupsHaveTheSameTemplate() throws IOException {
        assertThat(corpus()).hasSizeGreaterThan(80).extracting(Group::template).doesNotHaveDuplicates();
        assertThat(corpus().stream().mapToInt(group -> group.lines.size()).sum())
                .isGreaterThanOrEqualTo(150);
    }

    @Test
    void theTemplateOfATemplateIsItself() throws IOException {
        assertThat(corpus())
                .allSatisfy(
                        group -> assertThat(LogPattern.template(group.template)).isEqualTo(group.template));
    }

    private static List<Group> corpus() throws IOException {
        try (InputStream in = LogPatternTest.class.getResourceAsStream("patterns.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("\n\n+"))
                    .filter(block -> !block.startsWith("#"))
                    .map(LogPatternTest::group)
                    .toList();
        }
    }

    private static Group group(String block) {
        List<String> lines = block.lines().toList();
        assertThat(lines.getFirst()).startsWith("= ");
        return new Group(
                lines.getFirst().substring(2),
                lines.stream()
                        .skip(1)
                        .map(line ->
                                line.replace("\\n", "\n").replace("\\t", "\t").replace("\\e", "\u001b"))
                        .toList());
    }

    @Test
    void whateverAMessageIsItsTemplateIsOneShortLine() throws IOException {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        List<String> lines =
                corpus().stream().flatMap(group -> group.lines.stream()).toList();
        for (int round = 0; round < ROUNDS; round++) {
            String message = message(random, lines);
            String template = LogPattern.template(message);
            assertThat(template.length()).as("seed %d: %s", seed, message).isLessThanOrEqualTo(256);
            assertThat(template.chars().noneMatch(c -> c < ' ' || c == 0x7f)).isTrue();
            assertThat(LogPattern.template(message)).isEqualTo(template);
        }
    }

    private static final String LETTERS =
            "0123456789abcdefghxyzABCZ   ......::://///---___@@@===\"\"''`,,;{}[]()<>|&%*#$\\\t\n\u001b…“”äß€\u202e\u00a0\ud83d\ude00\ud83d";
    private static final List<String> WORDS = List.of(
            "user ",
            "for ",
            " from ",
            "Nov ",
            "Thu, ",
            "May",
            " ms",
            "5 ",
            "level=",
            "msg=\"",
            "{\"a\":",
            "\"msg\":\"",
            ", ",
            "://",
            "a.go:7] ",
            "x1",
            ".service",
            "key=",
            "null",
            "aa:bb:cc:dd:ee:ff",
            "\u001b[1m",
            "12 34 ",
            "'a' ",
            "/x");

    private static String message(RandomGenerator random, List<String> lines) {
        var message = new StringBuilder(random.nextInt(3) == 0 ? "" : lines.get(random.nextInt(lines.size())));
        if (random.nextInt(8) == 0) {
            message.append(lines.get(random.nextInt(lines.size())).repeat(3));
        }
        for (int i = random.nextInt(1 + random.nextInt(30)); i > 0; i--) {
            int at = random.nextInt(message.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> message.insert(at, WORDS.get(random.nextInt(WORDS.size())));
                case 1 -> message.delete(at, Math.min(message.length(), at + random.nextInt(8)));
                default -> message.insert(at, LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
        }
        return message.toString();
    }

    @Test
    void aHugeMessageTakesNoLongerThanItsFirstLine() {
        for (String part :
                List.of("a", "1", " ", "\"", "'", "{\"", "a=", "/", ":", "\u001b[", "\n", "[1,", "user ", "\\")) {
            String message = part.repeat(1_000_000 / part.length());
            assertThat(LogPattern.template(message)).hasSizeLessThanOrEqualTo(256);
            assertThat(LogPattern.template(message)).isEqualTo(LogPattern.template(message.substring(0, 500_000)));
        }
    }

    @Test
    void numbersAreTheSameEverywhereAndForEver() {
        assertThat(LogPattern.number("session 5 closed")).isEqualTo(LogPattern.number("session 77 closed"));
        assertThat(LogPattern.template("session 5 closed")).isEqualTo("session * closed");
        // printf 'session * closed' | sha256sum | cut -c1-16
        assertThat(Long.toHexString(LogPattern.number("session 5 closed"))).isEqualTo("2f2fcf006b8b7cb9");
        assertThat(LogPattern.template("")).isEmpty();
        assertThat(Long.toHexString(LogPattern.number(""))).isEqualTo("e3b0c44298fc1c14");
    }
}
