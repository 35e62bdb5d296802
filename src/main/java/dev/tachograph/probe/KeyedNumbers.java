package dev.tachograph.probe;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Picks the numbers of some keys from a file with one key and number per line, such as {@code meminfo} and {@code vmstat}. */
final class KeyedNumbers {
    private final List<String> keys;
    /** Places of the keys, in order of their hashes. */
    private final int[] places;

    private final int[] hashes;

    KeyedNumbers(String... keys) {
        this.keys = List.of(keys);
        Integer[] order = new Integer[keys.length];
        Arrays.setAll(order, place -> place);
        Arrays.sort(order, Comparator.comparingInt(place -> keys[place].hashCode()));
        places = Arrays.stream(order).mapToInt(Integer::intValue).toArray();
        hashes = Arrays.stream(places).map(place -> keys[place].hashCode()).toArray();
    }

    /** The numbers in order of the keys; {@link KernelLines#NONE} for those that the file has not. */
    long[] in(byte[] text, int length) {
        long[] numbers = new long[places.length];
        Arrays.fill(numbers, KernelLines.NONE);
        var lines = new KernelLines(text, length);
        int missing = numbers.length;
        while (missing > 0 && lines.nextLine()) {
            lines.nextWord();
            int place = place(lines);
            if (place >= 0 && numbers[place] < 0) {
                numbers[place] = lines.number();
                missing--;
            }
        }
        return numbers;
    }

    /** The place of the key that the word is, or -1. */
    private int place(KernelLines lines) {
        int hash = lines.wordHash();
        int at = Arrays.binarySearch(hashes, hash);
        while (at > 0 && hashes[at - 1] == hash) {
            at--;
        }
        for (; at >= 0 && at < hashes.length && hashes[at] == hash; at++) {
            if (lines.keyIs(keys.get(places[at]))) {
                return places[at];
            }
        }
        return -1;
    }
}
