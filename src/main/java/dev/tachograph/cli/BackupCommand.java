package dev.tachograph.cli;

import dev.tachograph.settings.SettingsException;
import dev.tachograph.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "backup",
        header = "Write a consistent copy of everything recorded.",
        description = {
            "While a recorder runs, it makes the copy and goes on recording; otherwise the files that it left are copied. The"
                    + " copy shows one moment, was read again before it gets its name, and is never there in part.",
            "On the disk of the data directory sealed segments are the same files under one more name, and take no room"
                    + " until they are deleted there; on another disk they are copies."
        },
        footer = {
            "",
            "Examples:",
            "  tachograph backup /mnt/backup/tachograph",
            "  tachograph backup --data-dir /srv/tachograph /mnt/backup/monday"
        })
final class BackupCommand implements Callable<Integer> {
    private final Console console;
    private final Recorders recorders;

    @Mixin
    private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Parameters(paramLabel = "DIR", description = "Where to; it has to be new or empty, in a directory that is there.")
    private Path directory = Path.of("");

    /** @param recorders whose stopped ones answer for their safekeeping */
    BackupCommand(Console console, Recorders recorders) {
        this.console = console;
        this.recorders = recorders;
    }

    @Override
    public Integer call() throws IOException, SettingsException {
        if (directory.toString().isEmpty()) {
            throw CommandFailure.wrongUse("DIR is empty");
        }
        if (!NewFolder.isNewOrEmpty(directory) && !isLeftToTheRecorder()) {
            throw CommandFailure.wrongUse(directory + ": is not an empty directory; name a new one");
        }
        Path target = directory.toAbsolutePath().normalize();
        try (var recorder = recorders.find(dataDirectory.path)) {
            JsonValue made = make(recorder, target);
            console.print(line(target, made));
            if (!Files.exists(target)) {
                console.say(
                        target + ": the recorder has written it, and it is not to be seen from here: the recorder may"
                                + " have a file system of its own there, as /tmp with systemd's PrivateTmp");
                return ExitCode.FAILED;
            }
            return ExitCode.FINE;
        }
    }

    /** Whoever makes the backup may see more of it than this user. */
    private boolean isLeftToTheRecorder() {
        return Files.isDirectory(directory) && !Files.isReadable(directory);
    }

    private JsonValue make(Recorders.Found recorder, Path target) throws IOException {
        try (var _ = recorder.running() ? Ending.ignored() : Ending.onSignal(recorder.api()::stop);
                var _ = ProgressWatch.start(console, recorder.api(), "/api/backup")) {
            return SafekeepingReply.json(
                    recorder.api().post("/api/backup", "{\"directory\":" + JsonText.quoted(target.toString()) + "}"));
        }
    }

    private String line(Path target, JsonValue made) {
        return Printable.text("%s: %s, %s of process_metrics, %s; %s, %s, %s; %s"
                        .formatted(
                                target,
                                count(made, "ticks", "tick"),
                                count(made, "process_metric_count", "row"),
                                span(made),
                                count(made, "segments", "segment"),
                                count(made, "files", "file"),
                                Figures.bytes(made.get("bytes").number()),
                                SafekeepingReply.elapsed(made)))
                + "\n";
    }

    private String span(JsonValue made) {
        @Nullable Instant from = made.get("from").instant();
        @Nullable Instant to = made.get("to").instant();
        return from == null || to == null
                ? "nothing recorded"
                : Figures.instant(from, console.zone()) + " to " + Figures.instant(to, console.zone());
    }

    private static String count(JsonValue made, String name, String thing) {
        return Figures.counted(made.get(name).number(), thing);
    }
}
