package dev.tachograph.probe;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far a log was read through all its files. Written as {@code place;floor;place,place…}, the floor in microseconds.
 *
 * @param place in the file that is read now
 * @param past the files before it
 */
record SyslogProgress(SyslogPlace place, SyslogPast past) {
    private static final int PARTS = 3;

    /**
     * The progress behind a stored text.
     *
     * @throws IllegalArgumentException when it makes no sense
     */
    static SyslogProgress parse(String text) {
        List<String> parts = List.of(text.split(";", -1));
        SyslogPlace place = SyslogPlace.parse(parts.getFirst());
        if (parts.size() != PARTS) {
            throw new IllegalArgumentException(
                    "'%s' is no progress in a log; one is place;floor;place,place…".formatted(text));
        }
        List<SyslogPlace> files = Stream.of(parts.get(2).split(",", -1))
                .filter(file -> !file.isEmpty())
                .map(SyslogPlace::parse)
                .toList();
        return new SyslogProgress(place, new SyslogPast(floor(parts.get(1)), files));
    }

    private static Instant floor(String micros) {
        try {
            return SyslogPlace.instant(micros);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'%s' is no time in microseconds".formatted(micros), e);
        }
    }

    @Override
    public String toString() {
        return "%s;%d;%s"
                .formatted(
                        place,
                        SyslogPlace.micros(past.floor()),
                        past.files().stream().map(SyslogPlace::toString).collect(Collectors.joining(",")));
    }
}
