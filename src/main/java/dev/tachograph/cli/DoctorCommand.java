package dev.tachograph.cli;

import dev.tachograph.model.Finding;
import dev.tachograph.settings.Flag;
import dev.tachograph.settings.SettingsException;
import dev.tachograph.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        header = "What this host allows, and what to do about the rest.",
        description = "Exits with 1 when something is missing, otherwise with 0.",
        footer = {"", "Examples:", "  tachograph doctor", "  sudo -u tachograph tachograph doctor"})
final class DoctorCommand implements Callable<Integer> {
    private final Console console;
    private final Examination examination;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "The data directory to look at.")
    private @Nullable String dataDirectory;

    @Option(names = Flag.CONFIG, paramLabel = "FILE", description = "The file of settings to go by.")
    private @Nullable String config;

    DoctorCommand(Console console, Examination examination) {
        this.console = console;
        this.examination = examination;
    }

    @Override
    public Integer call() throws SettingsException {
        List<Finding> findings = examination.examine(flags());
        Paper paper = console.paper().get();
        int width = findings.stream()
                .mapToInt(finding -> Printable.width(Printable.text(finding.subject())))
                .max()
                .orElse(0);
        var text = new StringBuilder();
        findings.forEach(finding -> append(text, finding, width, paper));
        console.print(text.toString());
        return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.MISSING)
                ? ExitCode.FAILED
                : ExitCode.FINE;
    }

    private List<Flag> flags() {
        var flags = new ArrayList<Flag>();
        if (config != null) {
            flags.add(new Flag(Flag.CONFIG, config));
        }
        if (dataDirectory != null) {
            flags.add(new Flag("--data-dir", dataDirectory));
        }
        return flags;
    }

    private static void append(StringBuilder text, Finding finding, int width, Paper paper) {
        String subject = Printable.text(finding.subject());
        text.append(word(finding.level(), paper))
                .append(subject)
                .append(" ".repeat(width - Printable.width(subject) + 2))
                .append(Printable.text(finding.found()))
                .append('\n');
        @Nullable String remedy = finding.remedy();
        if (remedy != null) {
            text.append(" ".repeat(9))
                    .append("→ ")
                    .append(Printable.text(remedy))
                    .append('\n');
        }
    }

    private static String word(Finding.Level level, Paper paper) {
        return switch (level) {
            case OK -> paper.green("ok") + "       ";
            case LIMITED -> paper.yellow("limited") + "  ";
            case MISSING -> paper.red("missing") + "  ";
        };
    }
}
