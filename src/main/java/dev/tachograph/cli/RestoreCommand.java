package dev.tachograph.cli;

import dev.tachograph.settings.SettingsException;
import dev.tachograph.store.Course;
import dev.tachograph.store.DataDirectory;
import dev.tachograph.store.Restore;
import dev.tachograph.store.Safekeeping;
import dev.tachograph.text.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        header = "Put a backup back.",
        description = {
            "Checks all of the backup and copies it beside the record that is there; then the two are exchanged. The old record"
                    + " is set aside, never deleted. Not while a recorder runs. One that is cut short after that is finished"
                    + " by the next start of the recorder, or by the next restore."
        },
        footer = {
            "",
            "Examples:",
            "  tachograph restore /mnt/backup/tachograph",
            "  tachograph restore --data-dir /srv/tachograph /mnt/backup/monday"
        })
final class RestoreCommand implements Callable<Integer> {
    private final Console console;
    private final Usual usual;

    @Mixin
    private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Parameters(paramLabel = "DIR", description = "The backup.")
    private Path directory = Path.of("");

    RestoreCommand(Console console, Usual usual) {
        this.console = console;
        this.usual = usual;
    }

    /** Where the recorder writes when nobody names a directory; asked only then. */
    @FunctionalInterface
    interface Usual {
        Path directory() throws SettingsException;
    }

    @Override
    public Integer call() throws IOException, SettingsException {
        if (directory.toString().isEmpty()) {
            throw CommandFailure.wrongUse("DIR is empty");
        }
        Path target = dataDirectory.path == null ? usual.directory() : dataDirectory.path;
        try {
            Restore.Outcome outcome = restore(target);
            console.print(line(outcome));
            console.say("start the recorder to record on: tachograph up --data-dir " + outcome.dataDirectory());
            return ExitCode.FINE;
        } catch (DataDirectory.HeldException e) {
            throw CommandFailure.held(e.getMessage() + "; stop it first");
        } catch (Safekeeping.UnfitException | DataDirectory.UnusableException e) {
            throw CommandFailure.wrongUse(String.valueOf(e.getMessage()));
        }
    }

    private Restore.Outcome restore(Path target) throws IOException {
        var isUnwanted = new AtomicBoolean();
        var course = new Course(isUnwanted::get);
        try (var _ = Ending.onSignal(() -> isUnwanted.set(true));
                var _ = ProgressWatch.start(console, (_, _) -> progress(course), "")) {
            return Restore.of(directory, target, course, console.clock());
        }
    }

    private static Reply progress(Course course) {
        return new Reply(
                200, "{\"done_bytes\":%d,\"total_bytes\":%d}".formatted(course.doneBytes(), course.totalBytes()));
    }

    private String line(Restore.Outcome outcome) {
        @Nullable Instant from = outcome.from();
        @Nullable Instant to = outcome.to();
        return Printable.text("%s: %s, %s of process_metrics, %s, %s%s"
                        .formatted(
                                outcome.dataDirectory(),
                                count(outcome.ticks(), "tick"),
                                count(outcome.samples(), "row"),
                                from == null || to == null
                                        ? "nothing recorded"
                                        : Figures.instant(from, console.zone()) + " to "
                                                + Figures.instant(to, console.zone()),
                                Figures.bytes(OptionalDouble.of((double) outcome.bytes())),
                                outcome.setAside() == null
                                        ? ""
                                        : "; what was there before is in " + outcome.setAside()))
                + "\n";
    }

    private static String count(long number, String thing) {
        return Figures.counted(OptionalDouble.of((double) number), thing);
    }
}
