package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tachograph.model.Finding;
import dev.tachograph.settings.Settings;
import dev.tachograph.settings.SettingsLoader;
import dev.tachograph.settings.Surroundings;
import dev.tachograph.simulation.HistoryPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The commands with all that they touch in the test's hands: outputs, clock, directories, a stopped recorder's answers. */
final class Playground {
    static final Instant NOW = Instant.parse("2026-11-23T03:12:07Z");
    static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private OutputStream destination = out;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Path home;
    private final List<Settings> started = new ArrayList<>();
    private final List<HistoryPlan> simulated = new ArrayList<>();
    private final List<Simulation.Content> contents = new ArrayList<>();
    private Archive archive = directory -> {
        throw new IOException(directory + ": nothing is recorded here");
    };
    private List<Finding> findings = List.of();

    Playground(Path home) {
        this.home = home;
    }

    static String resource(String name) throws IOException {
        try (InputStream in = Playground.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + ": no such test resource");
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    static Reply ok(String body) {
        return new Reply(200, body);
    }

    Playground with(Archive stopped) {
        archive = stopped;
        return this;
    }

    Playground with(List<Finding> found) {
        findings = found;
        return this;
    }

    /** Prints data to another place, for more of it than should be held. */
    Playground redirect(OutputStream other) {
        destination = other;
        return this;
    }

    int run(String... arguments) {
        return commands().run(arguments);
    }

    Commands commands() {
        var console = console(Paper.PIPE);
        return new Commands(
                console,
                surroundings(),
                settings -> {
                    started.add(settings);
                    return ExitCode.FINE;
                },
                directory -> archive.openReadOnly(directory),
                flags -> {
                    SettingsLoader.loadForClient(flags, surroundings());
                    return findings;
                },
                (_, plan, content, course) -> {
                    contents.add(content);
                    simulated.add(plan);
                    course.reached(plan.looks());
                    return new Simulation.Outcome(
                            plan.until(),
                            plan.looks(),
                            9_000,
                            5_184_000,
                            400_000,
                            content.logs() ? 90_000 : 0,
                            2,
                            5_000_000);
                },
                (_, _) -> ExitCode.FINE);
    }

    Console console(Paper paper) {
        return new Console(
                new PrintStream(destination, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                () -> paper,
                () -> NOW,
                ZONE);
    }

    private Surroundings surroundings() {
        return new Surroundings(
                Map.of("HOME", home.toString()),
                false,
                home,
                home,
                home.resolve("etc/config.toml"),
                home.resolve("var/lib/tachograph"));
    }

    /** What of it. */
    List<Simulation.Content> contents() {
        return contents;
    }

    /** What {@code simulate} was to write. */
    List<HistoryPlan> simulated() {
        return simulated;
    }

    /** What {@code up} was started with. */
    List<Settings> started() {
        return started;
    }

    String out() {
        return out.toString(UTF_8);
    }

    String err() {
        return err.toString(UTF_8);
    }
}
