package dev.tachograph.settings;

import dev.tachograph.time.BadTimeException;
import dev.tachograph.time.Durations;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the value of a setting is written.
 *
 * @param label stands for the value in {@code --help}
 * @param allowed what is allowed, such that "not …" is a sentence
 * @param nature what a TOML file may hold instead of a string
 */
record Form<T>(String label, String allowed, Nature nature, Reader<T> reader) {
    /** How a value can also be written in TOML, besides as a string. */
    enum Nature {
        TEXT,
        NUMBER,
        SWITCH,
        LIST,
        /** A list whose elements may hold commas: each stands on a line of its own. */
        LINES
    }

    /** Turns text into a value. */
    @FunctionalInterface
    interface Reader<T> {
        /** Null if the text is not allowed. */
        @Nullable T read(String text, Folders folders);
    }

    private static final Pattern INTEGER = Pattern.compile("\\d{1,9}");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})?");
    private static final Pattern USER = Pattern.compile("[^\\s\\p{C},:/-][^\\s\\p{C},:/]{0,255}");
    private static final BigDecimal BYTES_PER_GB = BigDecimal.valueOf(1_000_000_000);

    @Nullable T read(String text, Folders folders) {
        return reader.read(text.strip(), folders);
    }

    /** What is wrong with a text that is not allowed, and what is allowed instead. */
    String complaint(@Nullable String text) {
        String fault = text == null || nature != Nature.LINES ? null : RegularExpressions.fault(text);
        return "not " + allowed + (fault == null ? "" : ": " + fault);
    }

    static Form<Duration> duration(Duration least, Duration most, String example) {
        String allowed = "a duration from %s to %s, such as %s"
                .formatted(Durations.format(least), Durations.format(most), example);
        return new Form<>("DURATION", allowed, Nature.TEXT, (text, _) -> {
            try {
                Duration duration = Durations.parse(text);
                return duration.compareTo(least) < 0 || duration.compareTo(most) > 0 ? null : duration;
            } catch (BadTimeException _) {
                return null;
            }
        });
    }

    static Form<Integer> integer(int least, int most, String of) {
        String allowed = "a whole number of %s from %d to %d".formatted(of, least, most);
        return new Form<>("N", allowed, Nature.NUMBER, (text, _) -> {
            if (!INTEGER.matcher(text).matches()) {
                return null;
            }
            int number = Integer.parseInt(text);
            return number < least || number > most ? null : number;
        });
    }

    static Form<Double> percent(int most) {
        String allowed = "a number of percent above 0 and up to %d".formatted(most);
        return new Form<>("PERCENT", allowed, Nature.NUMBER, (text, _) -> {
            BigDecimal number = positive(text, most);
            return number == null ? null : number.doubleValue();
        });
    }

    /** A size in GB of 10<sup>9</sup> bytes; the value is in bytes. */
    static Form<Long> gigabytes(int most) {
        return gigabytes("above 0 and up to " + most, BigDecimal.ZERO, most);
    }

    /** The same with a least size, below which nothing useful is left. */
    static Form<Long> gigabytes(BigDecimal least, int most) {
        return gigabytes("from %s to %d".formatted(least.toPlainString(), most), least, most);
    }

    private static Form<Long> gigabytes(String range, BigDecimal least, int most) {
        String allowed = "a number of GB (10^9 bytes) %s, such as 0.5".formatted(range);
        return new Form<>("GB", allowed, Nature.NUMBER, (text, _) -> {
            BigDecimal number = positive(text, most);
            return number == null || number.compareTo(least) < 0
                    ? null
                    : number.multiply(BYTES_PER_GB).longValueExact();
        });
    }

    static Form<Boolean> onOff() {
        return new Form<>("on|off", "on, off, true or false", Nature.SWITCH, (text, _) -> switch (text) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> null;
        });
    }

    static Form<Path> path(String label, String of) {
        return new Form<>(label, "the path of " + of, Nature.TEXT, (text, folders) -> folders.path(text));
    }

    /** Paths in the order written; empty text is the empty list. */
    static Form<List<Path>> paths(String allowed) {
        return new Form<>("FILES", allowed, Nature.LIST, (text, folders) -> {
            var paths = new ArrayList<Path>();
            for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
                Path path = folders.path(part.strip());
                if (path == null) {
                    return null;
                }
                paths.add(path);
            }
            return paths.stream().distinct().toList();
        });
    }

    static Form<ListenAddress> listenAddress() {
        String allowed = "HOST:PORT with an IP address (IPv6 in brackets) or a host name, and a port from 0 to 65535,"
                + " such as 127.0.0.1:7070";
        return new Form<>("HOST:PORT", allowed, Nature.TEXT, (text, _) -> {
            try {
                return ListenAddress.parse(text);
            } catch (IllegalArgumentException _) {
                return null;
            }
        });
    }

    static Form<List<String>> users() {
        String allowed = "a list of user names separated by commas, such as alice,bob";
        return list("USERS", allowed, name -> USER.matcher(name).matches() ? name : null);
    }

    static Form<List<String>> regularExpressions() {
        return new Form<>(
                "REGEX", RegularExpressions.ALLOWED, Nature.LINES, (text, _) -> RegularExpressions.read(text));
    }

    static Form<List<String>> hosts() {
        String allowed = "a list of host names or IP addresses without ports, separated by commas, such as"
                + " recorder.example.org,10.0.0.7";
        return list("HOSTS", allowed, Hosts::canonical);
    }

    /** A list is in the order written, without what was there before; empty text is the empty list. */
    private static Form<List<String>> list(String label, String allowed, Function<String, @Nullable String> element) {
        return new Form<>(label, allowed, Nature.LIST, (text, _) -> {
            var elements = new ArrayList<String>();
            for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
                String read = element.apply(part.strip());
                if (read == null) {
                    return null;
                }
                elements.add(read);
            }
            return elements.stream().distinct().toList();
        });
    }

    private static @Nullable BigDecimal positive(String text, int most) {
        if (!DECIMAL.matcher(text).matches()) {
            return null;
        }
        var number = new BigDecimal(text);
        return number.signum() == 0 || number.compareTo(BigDecimal.valueOf(most)) > 0 ? null : number;
    }
}
