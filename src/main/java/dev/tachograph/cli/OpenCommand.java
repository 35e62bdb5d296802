package dev.tachograph.cli;

import dev.tachograph.settings.ListenAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "open",
        header = "Look at an incident bundle, read-only.",
        description = {
            "Checks the bundle, makes a record of it in a private folder, and serves the screens of that until Ctrl-C; then"
                    + " the folder goes away. What is damaged, was made by a newer version, or is no bundle is refused, and"
                    + " nothing of it is written anywhere else.",
            "The commands that look at a recorder look at an opened bundle as well, with the --data-dir that is printed."
        },
        footer = {
            "",
            "Examples:",
            "  tachograph open incident.zip",
            "  tachograph open --check incident.zip",
            "  tachograph open --listen 127.0.0.1:8080 incident.zip"
        })
final class OpenCommand implements Callable<Integer> {
    private final Viewer viewer;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:0",
            description = "Where to serve, on this host only; port 0 picks a free one. Default: ${DEFAULT-VALUE}.")
    private String listen = "127.0.0.1:0";

    @Option(names = "--check", description = "Only check it, and print what it is.")
    private boolean isCheck;

    @Parameters(paramLabel = "FILE", description = "The bundle.")
    private Path file = Path.of("");

    OpenCommand(Viewer viewer) {
        this.viewer = viewer;
    }

    @Override
    public Integer call() throws IOException {
        ListenAddress address = address();
        if (!Files.exists(file)) {
            throw CommandFailure.wrongUse(file + ": no such file");
        }
        return viewer.open(file, isCheck ? null : address);
    }

    private ListenAddress address() {
        try {
            ListenAddress address = ListenAddress.parse(listen);
            if (!address.isLoopback()) {
                throw CommandFailure.wrongUse(
                        "--listen: %s can be reached from other hosts; 127.0.0.1 and [::1] are allowed"
                                .formatted(listen));
            }
            return address;
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrongUse("--listen: " + e.getMessage());
        }
    }
}
