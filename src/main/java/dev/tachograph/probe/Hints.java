package dev.tachograph.probe;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * Tells at one look at each letter which of many short words stand somewhere in a text, in capitals or not: the automaton of
 * Aho and Corasick. It keeps the many texts without any from the costly search for a few.
 */
final class Hints {
    private static final int ASCII = 128;

    /** The class of each letter; 0 for those that are in no word. */
    private final byte[] classes = new byte[ASCII];

    /** How many places of the table a state has: one for each class, and the last for what the words ending there mean. */
    private final int width;

    /** For each state, which begins at a multiple of the width, and each class: where the next state begins. */
    private final int[] table;

    /** @param words what each word stands for, as one or more bits; ASCII in lower case */
    Hints(Map<String, Integer> words) {
        int letters = 0;
        int states = 1;
        for (String word : words.keySet()) {
            states += word.length();
            for (int i = 0; i < word.length(); i++) {
                char c = word.charAt(i);
                if (classes[c] == 0) {
                    letters++;
                    classes[c] = (byte) letters;
                    classes[Character.toUpperCase(c)] = (byte) letters;
                }
            }
        }
        width = letters + 2;
        table = new int[states * width];
        grow(words);
        connect();
    }

    /** Makes a tree of the words. */
    private void grow(Map<String, Integer> words) {
        int end = width;
        for (var word : words.entrySet()) {
            int state = 0;
            for (int i = 0; i < word.getKey().length(); i++) {
                int place = state + classes[word.getKey().charAt(i)];
                if (table[place] == 0) {
                    table[place] = end;
                    end += width;
                }
                state = table[place];
            }
            table[state + width - 1] |= word.getValue();
        }
    }

    /** Where the tree does not go on, a letter leads to the longest end of what was read that is the begin of a word. */
    private void connect() {
        int[] shorter = new int[table.length];
        Queue<Integer> open = new ArrayDeque<>(List.of(0));
        while (!open.isEmpty()) {
            int state = open.remove();
            table[state + width - 1] |= table[shorter[state] + width - 1];
            for (int letter = 0; letter < width - 1; letter++) {
                int child = table[state + letter];
                int elsewhere = state == 0 ? 0 : table[shorter[state] + letter];
                if (child == 0) {
                    table[state + letter] = elsewhere;
                } else {
                    shorter[child] = elsewhere;
                    open.add(child);
                }
            }
        }
    }

    /** What all words in the text stand for. */
    int in(String text) {
        return in(text, 0, text.length());
    }

    /** What all words in a part of the text stand for. */
    int in(String text, int from, int to) {
        int found = 0;
        int state = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            state = table[state + (c < ASCII ? classes[c] : 0)];
            found |= table[state + width - 1];
        }
        return found;
    }
}
