package dev.tachograph.simulation;

import dev.tachograph.simulation.LogTemplate.When;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All lines that the made-up host can log, by their occasion, in the order of {@code log-lines.txt}. */
record LogTemplates(Map<When, List<LogTemplate>> all) {
    private static final String FILE = "log-lines.txt";

    static LogTemplates read() {
        try (InputStream in = LogTemplates.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the program has no " + FILE);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new LogTemplates(text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(LogTemplate::parse)
                    .collect(Collectors.groupingBy(
                            LogTemplate::when, () -> new EnumMap<>(When.class), Collectors.toList())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<LogTemplate> at(When occasion) {
        return all.getOrDefault(occasion, List.of());
    }

    /** The sum of their shares. */
    double shares(When occasion) {
        return at(occasion).stream().mapToDouble(LogTemplate::share).sum();
    }

    /** One of them, the more likely the larger its share. */
    LogTemplate one(When occasion, Chance chance) {
        List<LogTemplate> choice = at(occasion);
        double left = chance.upTo(shares(occasion));
        for (LogTemplate template : choice) {
            left -= template.share();
            if (left < 0) {
                return template;
            }
        }
        return choice.getLast();
    }
}
