package dev.tachograph.web;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The query parameters of one request, read by type. What is not as it has to be leaves as a {@link ProblemException} of
 * status 400 that names the parameter, its value and what is allowed.
 */
public final class Parameters {
    private static final int SHOWN_CHARACTERS = 100;

    private final Map<String, List<String>> values;

    private Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /** Parameters by name, each with its values in the order in which they were given. */
    public static Parameters of(Map<String, List<String>> values) {
        var copy = new TreeMap<String, List<String>>();
        values.forEach((name, given) -> copy.put(name, List.copyOf(given)));
        return new Parameters(copy);
    }

    /** The value as it was sent, if it was. */
    public Optional<String> text(String name) {
        List<String> given = values.getOrDefault(name, List.of());
        return switch (given.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(given.getFirst());
            default -> throw refusal(name, "given %d times; once is allowed".formatted(given.size()));
        };
    }

    /**
     * Values with commas between them, given once or several times; none where there are none.
     *
     * @param most how many there may be
     */
    List<String> list(String name, int most) {
        List<String> list = values.getOrDefault(name, List.of()).stream()
                .flatMap(given -> Stream.of(given.split(",", -1)))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
        if (list.size() > most) {
            throw refusal(name, "%d values; %d are allowed".formatted(list.size(), most));
        }
        return list;
    }

    /** A whole number in decimal digits, both ends included. */
    public OptionalLong wholeNumber(String name, long least, long most) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long number = Long.parseLong(text.get());
            if (number >= least && number <= most) {
                return OptionalLong.of(number);
            }
        } catch (NumberFormatException _) {
            // the sentence below covers it
        }
        throw refusal(name, "%s is not a whole number from %d to %d".formatted(quoted(text.get()), least, most));
    }

    /** One of the words, as it stands. */
    public Optional<String> oneOf(String name, Collection<String> words) {
        Optional<String> text = text(name);
        if (text.isPresent() && !words.contains(text.get())) {
            throw refusal(name, "%s is not one of %s".formatted(quoted(text.get()), String.join(", ", words)));
        }
        return text;
    }

    /**
     * A value of a grammar of its own.
     *
     * @param parser throws {@link IllegalArgumentException} with a message that says what is allowed
     */
    public <T> Optional<T> parsed(String name, Function<String, T> parser) {
        Optional<String> text = text(name);
        try {
            return text.map(parser);
        } catch (IllegalArgumentException e) {
            throw refusal(name, Optional.ofNullable(e.getMessage()).orElseGet(() -> quoted(text.orElse(""))));
        }
    }

    /** Refuses parameters of other names, so that a misspelt one is not silently ignored. */
    void allowOnly(Set<String> names) {
        for (String name : values.keySet()) {
            if (!names.contains(name)) {
                throw refusal(shown(name), "unknown parameter; " + known(names));
            }
        }
    }

    private static String known(Set<String> names) {
        return names.isEmpty() ? "none is allowed here" : "allowed here are " + String.join(", ", new TreeSet<>(names));
    }

    private static ProblemException refusal(String name, String complaint) {
        return new ProblemException(Problem.parameter(name, complaint));
    }

    private static String quoted(String value) {
        return "'" + shown(value) + "'";
    }

    static String shown(String value) {
        return value.length() <= SHOWN_CHARACTERS ? value : value.substring(0, SHOWN_CHARACTERS) + "…";
    }
}
