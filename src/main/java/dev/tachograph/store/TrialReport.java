package dev.tachograph.store;

import dev.tachograph.store.Verdict.Contents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a trial writes, line by line as it gets on: the last line that it wrote tells how far it came.
 */
final class TrialReport {
    private static final String READY = "ready";
    private static final String TICKS = "ticks";
    private static final String SOUND = "sound";
    private static final String BROKEN = "broken";
    private static final String UNTRIED = "untried";

    private final List<String> lines;

    private TrialReport(List<String> lines) {
        this.lines = lines;
    }

    static TrialReport parse(String text) {
        return new TrialReport(text.lines().toList());
    }

    /** The process runs, the library is loaded: what comes now is about the file. */
    static String ready() {
        return READY;
    }

    static String ticks(Contents contents) {
        List<String> words = new ArrayList<>(List.of(TICKS));
        words.add(String.valueOf(contents.newestTick()));
        words.add(String.valueOf(contents.oldest()));
        words.add(String.valueOf(contents.newest()));
        return String.join(" ", words);
    }

    static String sound() {
        return SOUND;
    }

    static String broken(String reason) {
        return BROKEN + " " + oneLine(reason);
    }

    static String untried(String reason) {
        return UNTRIED + " " + oneLine(reason);
    }

    private static String oneLine(String text) {
        String line = text.lines().findFirst().orElse("").strip();
        return line.substring(0, Math.min(line.length(), 1000));
    }

    boolean isReady() {
        return lines.contains(READY);
    }

    /** What a Java says that can't begin. */
    String firstLine() {
        return lines.isEmpty() ? "it said nothing" : lines.getFirst();
    }

    Contents contents() {
        return lines.stream()
                .filter(line -> line.startsWith(TICKS + " "))
                .findFirst()
                .map(line -> line.split(" ", -1))
                .map(words -> new Contents(
                        words[1].equals("null") ? null : Long.valueOf(words[1]), instant(words[2]), instant(words[3])))
                .orElse(Contents.UNKNOWN);
    }

    private static @Nullable Instant instant(String word) {
        return word.equals("null") ? null : Instant.parse(word);
    }

    /** Nothing when it did not come to the end. */
    Optional<Verdict> verdict() {
        for (String line : lines) {
            if (line.equals(SOUND)) {
                return Optional.of(new Verdict.Sound(contents()));
            }
            if (line.startsWith(BROKEN + " ")) {
                return Optional.of(new Verdict.Broken(line.substring(BROKEN.length() + 1), contents()));
            }
            if (line.startsWith(UNTRIED + " ")) {
                return Optional.of(new Verdict.Untried(line.substring(UNTRIED.length() + 1)));
            }
        }
        return Optional.empty();
    }
}
