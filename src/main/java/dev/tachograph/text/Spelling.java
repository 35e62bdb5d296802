package dev.tachograph.text;

import java.util.Collection;
import java.util.Comparator;

/** What someone who mistyped a name may have meant. */
public final class Spelling {
    private static final int LONGEST_NAME = 40;

    private Spelling() {}

    /**
     * The most alike of the known names as the end of a complaint; empty if none is alike. Names of one letter are all alike,
     * so none of them is.
     */
    public static String didYouMean(String typed, Collection<String> known) {
        String word = typed.split("=", 2)[0];
        if (word.length() >= LONGEST_NAME || letters(word) < 2) {
            return "";
        }
        return known.stream()
                .filter(name -> letters(name) > 1 && !name.equals(word))
                .filter(name -> distance(word, name) <= Math.max(1, letters(name) / 3))
                .min(Comparator.comparingInt(name -> distance(word, name)))
                .map("; did you mean '%s'?"::formatted)
                .orElse("");
    }

    private static int letters(String name) {
        return name.replace("-", "").length();
    }

    /** The fewest letters to insert, delete, replace or swap with their neighbour (optimal string alignment). */
    public static int distance(String from, String to) {
        int[][] d = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(d, from, to, i, j);
            }
        }
        return d[from.length()][to.length()];
    }

    private static int step(int[][] d, String from, String to, int i, int j) {
        int replaced = d[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        int least = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
    }
}
