package dev.tachograph.cli;

import dev.tachograph.settings.SettingsException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        header = "Whether it records, how far back it reaches, and what it costs.",
        description =
                "Exits with 0 while it records and after a clean stop, with 1 when it is degraded or nothing can be read.",
        footer = {
            "",
            "Examples:",
            "  tachograph status",
            "  tachograph status --json",
            "  tachograph status --data-dir /srv/tachograph"
        })
final class StatusCommand implements Callable<Integer> {
    private final Console console;
    private final Recorders recorders;

    @Mixin
    private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Option(names = "--json", description = "Print the body of GET /api/storage/health as it is.")
    private boolean json;

    StatusCommand(Console console, Recorders recorders) {
        this.console = console;
        this.recorders = recorders;
    }

    @Override
    public Integer call() throws IOException, SettingsException {
        try (var recorder = recorders.find(dataDirectory.path)) {
            Reply reply = recorder.api().get("/api/storage/health", Map.of());
            var report = new HealthReport(
                    reply.json(), recorder.running(), console.clock().instant(), console.zone());
            recorder.announce(console, report);
            console.print(json ? reply.lines() : report.render(console.paper().get()));
            return report.state().isFine() ? ExitCode.FINE : ExitCode.FAILED;
        }
    }
}
