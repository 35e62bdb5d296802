package dev.tachograph.cli;

import dev.tachograph.bundle.Manifest;
import dev.tachograph.bundle.OpenedBundle;
import dev.tachograph.linux.Terminal;
import dev.tachograph.settings.SettingsException;
import dev.tachograph.store.FileErrors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        header = "Write a stretch of time to an incident bundle.",
        description = {
            "One file with everything that was recorded from one time up to another: tachograph open shows it elsewhere, and"
                    + " whatever reads Parquet reads the tables in it. It gets its name when it is whole and checked; only its"
                    + " owner may read it.",
            "Secrets are taken out of command lines and messages, also where they were recorded with redact = false."
        },
        footer = {
            "",
            "Examples:",
            "  tachograph export --from 03:00 --to 03:30 incident.zip",
            "  tachograph export --from -20m --to now --force incident.zip",
            "  tachograph export --from 03:00 --to 03:30 -"
        })
final class ExportCommand implements Callable<Integer> {
    private static final String STDOUT = "-";
    private static final String UNFINISHED = ".part";
    private static final int BUFFER = 1 << 16;
    private static final int MOST_REFUSAL_BYTES = 1 << 16;

    private final Console console;
    private final Recorders recorders;
    private final AtomicLong written = new AtomicLong();

    @Mixin
    private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Option(names = "--from", paramLabel = "TIME", required = true, description = "The begin.")
    private Instant from = Instant.EPOCH;

    @Option(names = "--to", paramLabel = "TIME", required = true, description = "The end; at most 7 days later.")
    private Instant to = Instant.EPOCH;

    @Option(names = "--force", description = "Replace FILE if it exists.")
    private boolean isForced;

    @Option(names = "--no-redact", description = "Leave secrets in that were recorded.")
    private boolean isPlain;

    @Parameters(paramLabel = "FILE", description = "The bundle; it must not exist yet. - is standard output.")
    private Path file = Path.of("");

    /** @param recorders to be asked for the bundle */
    ExportCommand(Console console, Recorders recorders) {
        this.console = console;
        this.recorders = recorders;
    }

    @Override
    public Integer call() throws IOException, SettingsException {
        CommandFailure.unlessInOrder("--from", from, "--to", to, console.zone());
        boolean isStdout = file.toString().equals(STDOUT);
        if (isStdout) {
            refuseTerminal();
        } else {
            requireFit();
        }
        try (var recorder = recorders.find(dataDirectory.path)) {
            recorder.announce(console);
            RecorderApi api = recorder.api().patient();
            try (LiveReply reply = api.open("/api/bundle", question())) {
                if (reply.status() != 200) {
                    throw CommandFailure.failed(reply.whole(MOST_REFUSAL_BYTES).said());
                }
                if (isStdout) {
                    copy(reply.body(), console.out());
                } else {
                    console.print(write(reply.body()) + "\n");
                }
            }
        }
        return ExitCode.FINE;
    }

    private Map<String, String> question() {
        Map<String, String> question = new TreeMap<>();
        question.put("from", from.toString());
        question.put("to", to.toString());
        if (isPlain) {
            question.put("redact", "false");
        }
        return question;
    }

    private static void refuseTerminal() {
        if (Terminal.behind(1).isPresent()) {
            throw CommandFailure.wrongUse("-: standard output is a terminal; a bundle is not for reading");
        }
    }

    private void requireFit() {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw CommandFailure.wrongUse(file + ": there is no such folder to write it to");
        }
        if (Files.isDirectory(file)) {
            throw CommandFailure.wrongUse(file + ": is a directory");
        }
        if (!isForced && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw CommandFailure.wrongUse(file + ": already exists; name a new file, or replace it with --force");
        }
    }

    /** Under another name until it is whole: whatever ends this, there is never half a bundle with its name. */
    private String write(InputStream body) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + UNFINISHED);
        try (var _ = Ending.onSignal(() -> closeQuietly(body))) {
            Files.deleteIfExists(part);
            Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.WRITE)) {
                copy(body, out);
            }
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Manifest manifest = OpenedBundle.verify(part);
            long bytes = Files.size(part);
            if (isForced) {
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.move(part, file);
            }
            return BundleWords.of(file, manifest, bytes, console.zone());
        } catch (IOException e) {
            throw new IOException(FileErrors.sentence(e), e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void copy(InputStream from, OutputStream to) throws IOException {
        try (var _ = ProgressWatch.start(console, (_, _) -> progress(), "")) {
            byte[] buffer = new byte[BUFFER];
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                to.write(buffer, 0, read);
                written.addAndGet(read);
            }
            to.flush();
        }
    }

    private Reply progress() {
        return new Reply(200, "{\"done_bytes\":%d,\"total_bytes\":0}".formatted(written.get()));
    }

    private static void closeQuietly(InputStream body) {
        try {
            body.close();
        } catch (IOException _) {
            // it ends in any case
        }
    }
}
