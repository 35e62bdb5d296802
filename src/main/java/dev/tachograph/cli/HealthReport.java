package dev.tachograph.cli;

import dev.tachograph.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The answer of {@code /api/storage/health} as text for people. */
record HealthReport(JsonValue answer, boolean running, Instant now, ZoneId zone) {
    private static final int LABEL_WIDTH = 13;
    private static final Duration SHORTEST_FOR_A_RATE = Duration.ofHours(1);
    private static final double SECONDS_PER_DAY = 86_400;

    /** How the recorder does, in the word that people read first. */
    enum State {
        RECORDING("recording"),
        DEGRADED("degraded"),
        STOPPED("stopped"),
        NOT_RUNNING("not running");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /** Whether nothing is wrong; a recorder that was stopped in good order is fine. */
        boolean isFine() {
            return this == RECORDING || this == STOPPED;
        }
    }

    State state() {
        boolean well = !recording().get("status").textOr("").equals("degraded")
                && recording().get("problems").items().isEmpty();
        if (running) {
            return well ? State.RECORDING : State.DEGRADED;
        }
        return well ? State.STOPPED : State.NOT_RUNNING;
    }

    /** When the newest data was recorded; null where there is none. */
    @Nullable Instant newest() {
        return instants("newest").max(Instant::compareTo).orElse(null);
    }

    String render(Paper paper) {
        var lines = new ArrayList<String>();
        lines.add(headline(paper));
        problems().forEach(problem -> lines.add(paper.red("  ! ") + Printable.text(problem)));
        lines.add("");
        lines.add(line("directory", answer.get("data_directory").textOr(Figures.UNKNOWN)));
        lines.add(line("history", history()));
        lines.addAll(new StorageReport(answer, running, now, zone).lines());
        notes().forEach(note -> lines.add(line("note", note)));
        lines.add(line("ticks", ticks()));
        lines.add(line("writing", writing()));
        recorder().ifPresent(text -> lines.add(line("recorder", text)));
        access().ifPresent(text -> lines.add(line("page", text)));
        governor().ifPresent(text -> lines.add(line("budget", text)));
        nextStep().ifPresent(text -> lines.addAll(List.of("", "→ " + text)));
        return String.join("\n", lines) + "\n";
    }

    private String headline(Paper paper) {
        String every =
                "every " + Figures.age(recording().get("interval_seconds").number());
        return switch (state()) {
            case RECORDING -> paper.green(State.RECORDING.word) + ", " + every;
            case DEGRADED -> paper.red(State.DEGRADED.word) + ", " + every;
            case STOPPED -> paper.bold(State.STOPPED.word) + lastRecorded();
            case NOT_RUNNING -> paper.red(State.NOT_RUNNING.word) + lastRecorded();
        };
    }

    private String lastRecorded() {
        @Nullable Instant newest = newest();
        return newest == null ? ", nothing recorded" : ", last recorded " + at(newest) + " (" + ago(newest) + ")";
    }

    private List<String> problems() {
        return recording().get("problems").items().stream()
                .map(problem -> problem.textOr("a problem without words"))
                .toList();
    }

    /** Without those that the lines of storage have. */
    private List<String> notes() {
        List<String> ofStorage = StorageReport.notes(answer);
        return recording().get("notes").items().stream()
                .map(note -> note.textOr("a note without words"))
                .filter(note -> !ofStorage.contains(note))
                .toList();
    }

    private String history() {
        Optional<Instant> oldest = instants("oldest").min(Instant::compareTo);
        @Nullable Instant newest = newest();
        if (oldest.isEmpty() || newest == null) {
            return "nothing recorded yet";
        }
        String range = at(oldest.get()) + " to " + at(newest);
        return newest.isBefore(oldest.get())
                ? range + "; the wall clock was set back meanwhile"
                : range + ", " + Figures.duration(Duration.between(oldest.get(), newest));
    }

    private String ticks() {
        JsonValue recording = recording();
        return Figures.count(recording.get("ticks_committed").number()) + " committed, "
                + Figures.count(recording.get("ticks_missed").number()) + " missed, "
                + Figures.count(recording.get("ticks_dropped").number()) + " dropped; gaps: "
                + Figures.count(recording.get("gap_count").number());
    }

    private String writing() {
        String text = Stream.of(done("commit"), done("checkpoint"), done("seal"), done("cleanup"))
                .flatMap(Optional::stream)
                .reduce((a, b) -> a + "; " + b)
                .orElse("nothing yet");
        @Nullable String error = recording().get("last_error").text();
        return error == null ? text : text + "; last error: " + error;
    }

    private Optional<String> done(String what) {
        JsonValue last = answer.get("last_" + what);
        @Nullable Instant timestamp = last.get("timestamp").instant();
        return timestamp == null
                ? Optional.empty()
                : Optional.of(what + " " + ago(timestamp) + " in "
                        + Figures.fixed(last.get("duration_ms").number(), 1) + " ms");
    }

    private Optional<String> access() {
        String address = answer.get("recorder").get("address").textOr("");
        String certificate = answer.get("recorder").get("certificate_sha256").textOr("");
        return address.isEmpty() || !running
                ? Optional.empty()
                : Optional.of(address + "/" + (certificate.isEmpty() ? "" : ", certificate SHA-256 " + certificate));
    }

    private Optional<String> recorder() {
        JsonValue recorder = answer.get("recorder");
        if (recorder.isNull() || !running) {
            return Optional.empty();
        }
        @Nullable Instant started = recorder.get("started").instant();
        return Optional.of("pid " + Figures.fixed(recorder.get("pid").number(), 0) + ", version "
                + recorder.get("version").textOr(Figures.UNKNOWN)
                + (started == null ? "" : ", up " + Figures.duration(Duration.between(started, now))) + ", CPU "
                + Figures.fixed(recorder.get("cpu_percent").number(), 2) + " %, memory "
                + Figures.bytes(recorder.get("rss_bytes").number()) + ", "
                + written(recorder.get("written_bytes").number(), started));
    }

    private Optional<String> governor() {
        JsonValue governor = answer.get("recorder").get("governor");
        OptionalDouble average = governor.get("cpu_percent_average").number();
        if (average.isEmpty() || !running) {
            return Optional.empty();
        }
        @Nullable String saving = governor.get("saving").text();
        return Optional.of("CPU " + Figures.fixed(average, 2) + " of "
                + Figures.fixed(governor.get("cpu_budget_percent").number(), 1) + " %, memory "
                + Figures.bytes(governor.get("rss_bytes_average").number()) + " of "
                + Figures.bytes(governor.get("memory_budget_bytes").number()) + " on average"
                + (saving == null ? ", nothing left out" : "; " + saving));
    }

    private String written(OptionalDouble bytes, @Nullable Instant started) {
        String text = Figures.bytes(bytes) + " written";
        Duration up = started == null ? Duration.ZERO : Duration.between(started, now);
        if (bytes.isEmpty() || up.compareTo(SHORTEST_FOR_A_RATE) < 0) {
            return text;
        }
        double perDay = bytes.getAsDouble() * SECONDS_PER_DAY / up.toSeconds();
        return text + ", " + Figures.bytes(OptionalDouble.of(perDay)) + " a day";
    }

    private Optional<String> nextStep() {
        String directory = Printable.text(answer.get("data_directory").textOr("DIR"));
        return switch (state()) {
            case RECORDING -> Optional.empty();
            case DEGRADED ->
                Optional.of("`tachograph doctor` says what this host allows and what to do about the rest");
            case STOPPED, NOT_RUNNING -> Optional.of("to record on: `tachograph up --data-dir " + directory + "`");
        };
    }

    private JsonValue recording() {
        return answer.get("recording");
    }

    private Stream<JsonValue> types() {
        return answer.get("types").members().values().stream();
    }

    private Stream<Instant> instants(String end) {
        return types().map(type -> type.get(end).instant()).filter(Objects::nonNull);
    }

    private String at(Instant instant) {
        return Figures.instant(instant, zone);
    }

    private String ago(Instant instant) {
        Duration age = Duration.between(instant, now);
        return age.isNegative()
                ? "at " + at(instant)
                : Figures.duration(
                                age.toSeconds() < 1
                                        ? Duration.ZERO
                                        : age.truncatedTo(java.time.temporal.ChronoUnit.SECONDS))
                        + " ago";
    }

    static String line(String label, String text) {
        return "  " + label + " ".repeat(Math.max(1, LABEL_WIDTH - label.length())) + Printable.text(text);
    }
}
