package dev.tachograph.settings;

import dev.tachograph.text.Spelling;
import java.util.Comparator;
import java.util.List;

/** What someone who wrote an unknown name may have meant. */
final class Suggestion {
    private static final int SHORTEST_PART = 4;
    private static final int LONGEST_NAME = 100;

    private Suggestion() {}

    /** The complaint about an unknown name, with the known one that it resembles, if any does. */
    static String noSuchSetting(String unknown, List<String> known) {
        return known.stream()
                .filter(name -> resembles(unknown, name))
                .min(Comparator.comparingInt(name -> Spelling.distance(unknown, name)))
                .map("no such setting; did you mean %s?"::formatted)
                .orElse("no such setting");
    }

    private static boolean resembles(String unknown, String known) {
        if (unknown.length() > LONGEST_NAME) {
            return false;
        }
        return Spelling.distance(unknown, known) <= Math.max(2, known.length() / 4)
                || isPart(unknown, known)
                || isPart(known, unknown);
    }

    private static boolean isPart(String part, String whole) {
        return part.length() >= SHORTEST_PART && whole.contains(part);
    }
}
