package dev.tachograph.app;

import dev.tachograph.linux.Host;
import dev.tachograph.model.LogPosition;
import dev.tachograph.probe.JournalHistory;
import dev.tachograph.probe.JournalPlace;
import dev.tachograph.probe.JournalReader;
import dev.tachograph.probe.JournalSource;
import dev.tachograph.probe.KernelLogReader;
import dev.tachograph.probe.LiveThenHistory;
import dev.tachograph.probe.LogEvents;
import dev.tachograph.probe.LogReader;
import dev.tachograph.probe.Redaction;
import dev.tachograph.probe.SyslogFiles;
import dev.tachograph.probe.ToldEvents;
import dev.tachograph.record.LogChannel;
import dev.tachograph.record.LogReading;
import dev.tachograph.settings.Settings;
import dev.tachograph.store.Store;
import dev.tachograph.store.StoreException;
import dev.tachograph.store.StoredLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The sources of log lines that this host has, each read by a thread of its own, until {@link #close}. */
final class LogRecording implements AutoCloseable {
    private final Settings.Logs settings;
    private final long mostBytes;
    private final Store store;
    private final LogChannel channel;
    private final ToldEvents told;
    private final InstantSource clock;
    private final @Nullable Redaction redaction;
    private final List<LogReading> readings = new ArrayList<>();
    private volatile @Nullable JournalHistory history;

    private LogRecording(
            Settings settings,
            @Nullable Redaction redaction,
            Store store,
            LogChannel channel,
            ToldEvents told,
            InstantSource clock) {
        this.told = told;
        this.settings = settings.logs();
        this.mostBytes = settings.retention().logs().bytes();
        this.redaction = redaction;
        this.store = store;
        this.channel = channel;
        this.clock = clock;
    }

    /**
     * Begins to read.
     *
     * @param redaction takes secrets out of what is read; {@code null} when they shall stay
     * @param told events that are known already, and those that others tell meanwhile
     */
    static LogRecording start(
            Settings settings,
            LogSources sources,
            @Nullable Redaction redaction,
            Store store,
            LogChannel channel,
            ToldEvents told,
            InstantSource clock) {
        var recording = new LogRecording(settings, redaction, store, channel, told, clock);
        if (sources.journal() instanceof JournalPlace.Accessible place) {
            recording.read("the journal", () -> recording.openJournal(place));
        }
        for (Path file : sources.files()) {
            recording.read(file.toString(), () -> recording.openFile(file));
        }
        if (sources.kernel()) {
            recording.read("the kernel's log", recording::openKernelLog);
        }
        return recording;
    }

    private void read(String name, LogReading.Opener opener) {
        var events = new LogEvents(told, Host.bootId());
        readings.add(LogReading.start(name, opener, channel, events::telling));
    }

    private LogReader openJournal(JournalPlace.Accessible place) throws IOException {
        var source = JournalSource.of(place, redaction == null ? null : redaction.messages());
        Map<String, String> stored = positions();
        String position = stored.get(source.liveName());
        String historyPosition = stored.get(source.historyName());
        Instant oldest = clock.instant().minus(settings.backfill());
        if (position == null && historyPosition == null) {
            StoredLog log = storedLog();
            StoredLog.Line newest = log.newestOfJournal();
            if (stored.isEmpty() && newest != null) {
                position = positionBehind(newest);
                historyPosition = settings.backfill().isZero() ? null : historyDownTo(log.oldestOfJournal(), oldest);
            } else {
                oldest = notBefore(oldest, log);
            }
        }
        JournalReader live = source.live(position, historyPosition);
        try {
            return new LiveThenHistory(live, history(source, live, historyPosition, oldest));
        } catch (RuntimeException e) {
            live.close();
            throw e;
        }
    }

    private static String positionBehind(StoredLog.Line line) {
        return JournalSource.positionBehind(
                line.sequenceId(), line.sequence(), line.bootId(), line.monotonicMicros(), line.timestamp());
    }

    private static @Nullable String historyDownTo(StoredLog.@Nullable Line line, Instant oldest) {
        return line == null
                ? null
                : JournalSource.historyDownTo(
                        line.sequenceId(),
                        line.sequence(),
                        line.bootId(),
                        line.monotonicMicros(),
                        line.timestamp(),
                        oldest);
    }

    /** What another source brought until now, or this one before its position was lost, is not read again. */
    private static Instant notBefore(Instant oldest, StoredLog log) {
        Instant newest = log.newest();
        return newest == null || newest.isBefore(oldest) ? oldest : newest.plusNanos(1000);
    }

    private LogReader openFile(Path file) throws IOException {
        Map<String, String> stored = positions();
        Instant oldest = null;
        if (!settings.backfill().isZero()) {
            oldest = clock.instant().minus(settings.backfill());
            boolean isNew = stored.keySet().stream().noneMatch(name -> name.endsWith(":" + file));
            oldest = isNew ? notBefore(oldest, storedLog()) : oldest;
        }
        SyslogFiles.Readers readers = SyslogFiles.open(file, stored, oldest, ZoneId.systemDefault(), redactMessages());
        return new LiveThenHistory(readers.live(), readers.history());
    }

    private LogReader openKernelLog() throws IOException {
        String position = positions().get(KernelLogReader.NAME);
        StoredLog.Line newest = position == null ? storedLog().newestOfKernel() : null;
        if (newest != null) {
            position = KernelLogReader.positionBehind(newest.bootId(), newest.sequence(), newest.monotonicMicros());
        }
        return KernelLogReader.open(position, redactMessages());
    }

    private UnaryOperator<String> redactMessages() {
        return redaction == null ? UnaryOperator.identity() : redaction.messages()::redact;
    }

    private @Nullable LogReader history(
            JournalSource source, JournalReader live, @Nullable String position, Instant oldest) {
        if (settings.backfill().isZero() && position == null) {
            return null;
        }
        JournalHistory past = source.history(live, position, oldest, this::hasRoomForHistory);
        history = past;
        return past;
    }

    /** What is older goes first where the limit of size is reached: to read more of the past would be in vain. */
    private boolean hasRoomForHistory() {
        return store.sealedLogBytes() < mostBytes / 10 * 9;
    }

    private Map<String, String> positions() throws IOException {
        try {
            return store.logPositions().stream().collect(Collectors.toMap(LogPosition::reader, LogPosition::position));
        } catch (StoreException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private StoredLog storedLog() throws IOException {
        try {
            return store.storedLog();
        } catch (StoreException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** What people should know of the log, as sentences. */
    List<String> notes() {
        return Stream.concat(
                        readings.stream().map(LogReading::problem).filter(Objects::nonNull),
                        Stream.ofNullable(historyNote()))
                .toList();
    }

    private @Nullable String historyNote() {
        JournalHistory past = history;
        if (past == null || past.progress().isDone()) {
            return null;
        }
        JournalHistory.Progress progress = past.progress();
        return "the journal: lines from before the first start are being read, newest first: back to %s so far, and on to %s"
                .formatted(
                        progress.reached().truncatedTo(ChronoUnit.SECONDS),
                        progress.limit().truncatedTo(ChronoUnit.SECONDS));
    }

    /** Ends the reading; what is waiting to be stored is stored by the writer. */
    @Override
    public void close() {
        channel.close();
        readings.forEach(LogReading::end);
        readings.forEach(LogReading::close);
    }
}
