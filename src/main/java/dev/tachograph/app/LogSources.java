package dev.tachograph.app;

import dev.tachograph.model.Finding;
import dev.tachograph.model.Finding.Level;
import dev.tachograph.probe.JournalPlace;
import dev.tachograph.probe.KernelLogReader;
import dev.tachograph.probe.SyslogFiles;
import dev.tachograph.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which logs of this host are read, so that no line comes from two of them: the journal where it can be read, and otherwise
 * the usual syslog files, with the kernel's own buffer where these have no lines of the kernel. Files that somebody has named
 * are read in any case.
 *
 * @param journal where it is, or why it is not read; {@code null} when no log is to be read at all
 * @param files syslog files
 * @param kernel whether the kernel's buffer is read
 */
record LogSources(@Nullable JournalPlace journal, List<Path> files, boolean kernel) {
    private static final String SUBJECT = "log";

    LogSources {
        files = List.copyOf(files);
    }

    /** Looks at the host. */
    static LogSources of(Settings.Logs settings) {
        if (!settings.enabled()) {
            return new LogSources(null, List.of(), false);
        }
        if (settings.journalDir() != null) {
            return new LogSources(JournalPlace.ofFolder(settings.journalDir()), List.of(), false);
        }
        JournalPlace journal = JournalPlace.ofThisHost(settings.journalNamespaces());
        if (journal instanceof JournalPlace.Accessible) {
            return new LogSources(journal, settings.files(), false);
        }
        List<Path> files = settings.files().isEmpty() ? SyslogFiles.find() : settings.files();
        boolean kernel =
                !SyslogFiles.haveKernelLines(files) && KernelLogReader.finding().level() == Level.OK;
        return new LogSources(journal, files, kernel);
    }

    /**
     * The same for a recorder, which does not start without the folder that it was told to read.
     *
     * @throws Serving.WrongSettingException when there is nothing to read in that folder
     */
    static LogSources required(Settings.Logs settings) throws Serving.WrongSettingException {
        LogSources sources = of(settings);
        if (settings.journalDir() == null || !settings.enabled()) {
            return sources;
        }
        return switch (sources.journal) {
            case JournalPlace.Refused(var whatToDo) ->
                throw new Serving.WrongSettingException("--journal-dir: " + whatToDo);
            case JournalPlace.None(var why) -> throw new Serving.WrongSettingException("--journal-dir: " + why);
            case null, default -> sources;
        };
    }

    /** What is read, in a line for people. */
    String words() {
        List<String> read = new ArrayList<>();
        if (journal instanceof JournalPlace.Accessible(var _, var folders, var _)) {
            read.add("the journal in " + folders.stream().map(Path::toString).collect(Collectors.joining(" and ")));
        }
        files.forEach(file -> read.add(file.toString()));
        if (kernel) {
            read.add("the kernel's messages");
        }
        return read.isEmpty() ? "none" : String.join(", ", read);
    }

    /** What there is to say of them. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        switch (journal) {
            case null ->
                findings.add(new Finding(Level.LIMITED, SUBJECT, "no log lines are recorded", "leave --no-logs away"));
            case JournalPlace.Accessible(var _, var folders, var hint) ->
                findings.add(new Finding(
                        hint == null ? Level.OK : Level.LIMITED,
                        "journal",
                        "read from " + folders.getFirst()
                                + (folders.size() > 1 ? " and %d more".formatted(folders.size() - 1) : ""),
                        hint));
            case JournalPlace.Refused(var whatToDo) ->
                findings.add(new Finding(Level.MISSING, "journal", "may not be read", whatToDo));
            case JournalPlace.None(var why) -> findings.add(new Finding(Level.LIMITED, "journal", why, null));
        }
        findings.addAll(SyslogFiles.findings(files));
        if (journal != null && !(journal instanceof JournalPlace.Accessible) && !SyslogFiles.haveKernelLines(files)) {
            findings.add(KernelLogReader.finding());
        }
        return findings;
    }
}
