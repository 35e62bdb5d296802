package dev.tachograph.cli;

import static java.util.stream.Collectors.joining;

import dev.tachograph.diff.DifferenceKind;
import dev.tachograph.time.Durations;
import dev.tachograph.time.TimeRange;
import dev.tachograph.time.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the text of an option becomes its value; each complaint says what is allowed. */
final class Converters {
    private Converters() {}

    /** Clock times are those of the console's zone, before its now. */
    static void register(CommandLine root, Console console) {
        register(root, Instant.class, text -> Times.parse(text, console.clock().instant(), console.zone()));
        register(
                root,
                TimeRange.class,
                text -> TimeRange.parse(text, console.clock().instant(), console.zone()));
        register(
                root,
                DiffBase.class,
                text -> DiffBase.parse(text, console.clock().instant(), console.zone()));
        register(root, Duration.class, Durations::parse);
        register(root, Count.class, Count::parse);
        register(root, RowLimit.class, RowLimit::parse);
        registerChoice(root, TopCommand.Order.class);
        registerChoice(root, Grouping.class);
        registerChoice(root, ExitsCommand.Order.class);
        registerChoice(root, LogFormat.class);
        registerChoice(root, DifferenceKind.class);
        registerChoice(root, SqlFormat.class);
        registerChoice(root, SimulateCommand.Part.class);
        registerChoice(root, CompletionCommand.Shell.class);
    }

    private static <E extends Enum<E>> void registerChoice(CommandLine root, Class<E> choices) {
        List<E> all = List.of(choices.getEnumConstants());
        register(
                root,
                choices,
                text -> all.stream()
                        .filter(choice -> choice.toString().equals(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is none of "
                                + all.stream().map(Object::toString).collect(joining(", ")))));
    }

    private static <T> void register(CommandLine root, Class<T> type, Function<String, T> parser) {
        ITypeConverter<T> converter = text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
        root.registerConverter(type, converter);
    }
}
