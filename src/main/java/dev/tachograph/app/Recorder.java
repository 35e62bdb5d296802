package dev.tachograph.app;

import static java.lang.System.Logger.Level.WARNING;

import dev.tachograph.bundle.Bundling;
import dev.tachograph.linux.Host;
import dev.tachograph.probe.HostProbe;
import dev.tachograph.probe.LookEvents;
import dev.tachograph.probe.OwnWrites;
import dev.tachograph.probe.Redaction;
import dev.tachograph.probe.ToldEvents;
import dev.tachograph.query.RecordingFigures;
import dev.tachograph.record.Governor;
import dev.tachograph.record.LogChannel;
import dev.tachograph.record.Sampling;
import dev.tachograph.record.TickChannel;
import dev.tachograph.settings.Settings;
import dev.tachograph.store.DataDirectory;
import dev.tachograph.store.Maintenance;
import dev.tachograph.store.RunningSafekeeping;
import dev.tachograph.store.Store;
import dev.tachograph.store.StoreException;
import dev.tachograph.store.StoreWriter;
import dev.tachograph.web.RecordedApi;
import dev.tachograph.web.WebServer;
import dev.tachograph.worker.CagedRunner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that runs. Sampling begins first: what it sees waits in the channel until the store is open, and neither the
 * store nor the server can delay the first look. It ends in reverse: the upkeep of the store, the server, the looks, the
 * writer with its last words and a checkpoint, the files.
 */
final class Recorder {
    private static final System.Logger LOG = System.getLogger(Recorder.class.getName());
    private static final Path PROC = Path.of("/proc");
    private static final Path SYS = Path.of("/sys");
    private static final int MOST_WAITING_TICKS = 64;
    private static final int MOST_WAITING_BATCHES = 2;
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(3);
    static final String REDACTION_KEY = "redaction.key";

    private final Instant started = Instant.now();
    /** A process keeps its account through exec, and with it what the launcher's children wrote. */
    private final @Nullable Long writtenBefore = OwnWrites.bytes();

    private final TickChannel channel;
    private final Governor governor;
    private final Sampling sampling;
    private final LogSources sources;
    private final LogRecording logs;
    private final Serving.Prepared serving;
    private final WebServer web;
    /** Known as soon as the server has a port. */
    private volatile RecordingFigures.@Nullable Access access;

    private final List<String> notes;

    private Recorder(Settings settings, Closing closing, Consumer<String> progress) throws IOException, StoreException {
        Clock clock = Clock.systemUTC();
        Duration interval = settings.processInterval();
        Serving.requirePort(settings);
        sources = LogSources.required(settings.logs());
        DataDirectory directory = closing.add(DataDirectory.hold(settings.dataDir()));
        channel = new TickChannel(MOST_WAITING_TICKS, interval);
        byte[] redactionKey = directory.secret(REDACTION_KEY);
        Redaction redaction = settings.redact() ? new Redaction(redactionKey, settings.redactPatterns()) : null;
        HostProbe probe = HostProbe.of(PROC, SYS, interval, redaction);
        var lines = new LogChannel(MOST_WAITING_BATCHES, channel::wake);
        var told = new ToldEvents();
        governor = new Governor(budget(settings.budgets()), interval);
        sampling = closing.add(Sampling.start(probe, channel, governor, new LookEvents(told), lines::queuedBytes));
        notes = Doctor.notes(settings);
        Store store = Store.open(directory, interval, clock, progress);
        told.rememberStored(store.lateEvents());
        StoreWriter writer = StoreWriter.start(channel, lines, store, interval, Host.bootId(), clock);
        RunningSafekeeping safekeeping = closing.add(RunningSafekeeping.of(store, writer, clock));
        closing.add(ending(sampling, writer, store));
        logs = closing.add(LogRecording.start(settings, sources, redaction, store, lines, told, clock));
        serving = Serving.prepare(settings, directory, clock.instant());
        CagedRunner sql = CagedRunner.of(store, directory.path().resolve("worker"));
        web = closing.add(WebServer.start(
                serving.options(),
                RecordedApi.of(
                        store,
                        safekeeping,
                        sql,
                        new Bundling(redactionKey, settings.redactPatterns(), null, clock),
                        this::figures,
                        directory.path(),
                        settings.retention(),
                        clock)));
        access = serving.access(web.addresses(), ServedNames.of(settings.web()).hosts());
        closing.add(sql); // before the server, which waits for answers
        closing.add(Maintenance.start(store, writer, settings.retention(), clock));
    }

    /**
     * Starts to record and to serve.
     *
     * @param closing ends what was started, also where not everything could be
     * @param progress is told in lines for people what takes long
     * @throws DataDirectory.HeldException when another recorder has the directory
     * @throws IOException when the directory can't be used, or the port
     * @throws StoreException when the database can't be opened
     */
    static Recorder start(Settings settings, Closing closing, Consumer<String> progress)
            throws IOException, StoreException {
        return new Recorder(settings, closing, progress);
    }

    /** First the looks end, then what they saw is stored: nothing that was seen is lost. */
    private static AutoCloseable ending(Sampling sampling, StoreWriter writer, Store store) {
        return () -> {
            sampling.close();
            if (writer.close(PATIENCE_AT_CLOSE)) {
                store.close();
            } else {
                LOG.log(WARNING, "what was seen last could not be stored within {0}", PATIENCE_AT_CLOSE);
            }
        };
    }

    private static Governor.Budget budget(Settings.Budgets budgets) {
        return new Governor.Budget(budgets.cpuPercent(), budgets.memoryBytes());
    }

    private @Nullable Long written() {
        Long now = OwnWrites.bytes();
        return now == null || writtenBefore == null ? null : Long.valueOf(now - writtenBefore);
    }

    private RecordingFigures figures() {
        Governor.State cost = governor.state();
        return new RecordingFigures(
                ProcessHandle.current().pid(),
                started,
                cost.interval(),
                sampling.plannedTicks(),
                sampling.missedTicks(),
                channel.droppedTicks(),
                channel.depth(),
                written(),
                Stream.of(notes.stream(), logs.notes().stream(), cost.notes())
                        .flatMap(Function.identity())
                        .toList(),
                access,
                cost);
    }

    /** Where a browser finds the page; nothing without a TCP port. */
    List<URI> addresses() {
        return web.addresses();
    }

    /** What was made ready for those who come from elsewhere. */
    Serving.Prepared serving() {
        return serving;
    }

    /** Where commands find this recorder. */
    Path socket() {
        return web.socket();
    }

    /** Which logs are read, for people. */
    String logSources() {
        return sources.words();
    }

    List<String> notes() {
        return notes;
    }
}
