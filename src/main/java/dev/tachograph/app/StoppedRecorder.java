package dev.tachograph.app;

import dev.tachograph.bundle.Bundling;
import dev.tachograph.cli.LiveReply;
import dev.tachograph.cli.RecorderApi;
import dev.tachograph.cli.Reply;
import dev.tachograph.settings.Settings;
import dev.tachograph.settings.SettingsException;
import dev.tachograph.settings.SettingsLoader;
import dev.tachograph.settings.Surroundings;
import dev.tachograph.store.DataDirectory;
import dev.tachograph.store.StoppedStore;
import dev.tachograph.store.StoreException;
import dev.tachograph.web.Answer;
import dev.tachograph.web.Api;
import dev.tachograph.web.ApiRequest;
import dev.tachograph.web.CancellationSignal;
import dev.tachograph.web.Parameters;
import dev.tachograph.web.Problem;
import dev.tachograph.web.RecordedApi;
import dev.tachograph.worker.CagedRunner;
import dev.tachograph.worker.SqlRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Answers commands from the files of a recorder that does not run, by the same routes that a running one has. */
final class StoppedRecorder implements RecorderApi {
    private static final int UNAVAILABLE = 503;
    private static final String STORE_SAYS = "the store could not answer: ";

    private final Path directory;
    private final StoppedStore store;
    private final SqlRunner sql;
    private final Api api;
    private final Thread hook = Thread.ofPlatform().name("stopped-recorder").unstarted(this::leaveNothing);

    private StoppedRecorder(Path directory, StoppedStore store, SqlRunner sql, Api api) {
        this.directory = directory;
        this.store = store;
        this.sql = sql;
        this.api = api;
    }

    static RecorderApi open(Path directory) throws IOException, SettingsException {
        try {
            Settings settings = SettingsLoader.loadForClient(List.of(), Surroundings.ofThisProcess());
            StoppedStore store = StoppedStore.open(directory);
            CagedRunner sql = CagedRunner.of(store, Path.of(System.getProperty("java.io.tmpdir")));
            Api api = RecordedApi.of(
                    store,
                    sql,
                    bundling(directory, settings),
                    null,
                    directory,
                    settings.retention(),
                    Clock.systemUTC());
            var recorder = new StoppedRecorder(directory, store, sql, api);
            Runtime.getRuntime().addShutdownHook(recorder.hook);
            return recorder;
        } catch (StoreException e) {
            throw e.summary().startsWith(directory + ": ")
                    ? new IOException(e.summary(), e)
                    : damaged(directory, e.summary());
        }
    }

    /** With the marks of the recorder that was there, where this user may know its key. */
    private static Bundling bundling(Path directory, Settings settings) {
        byte[] key = DataDirectory.existingSecret(directory, Recorder.REDACTION_KEY);
        return key == null
                ? Bundling.ofNobody(null, Clock.systemUTC())
                : new Bundling(key, settings.redactPatterns(), null, Clock.systemUTC());
    }

    private static IOException damaged(Path directory, String reason) {
        if (reason.contains("Could not set lock")) {
            return new IOException(
                    "%s: can't be read, as another process has it open: %s".formatted(directory, reason));
        }
        return new IOException(
                "%s: can't be read: %s; start the recorder, which keeps what can be read, or see tachograph verify"
                        .formatted(directory, reason));
    }

    @Override
    public Reply get(String path, Map<String, String> parameters) throws IOException {
        Answer answer = answer(path, parameters, new CancellationSignal());
        var body = new ByteArrayOutputStream();
        answer.writeTo(body);
        return new Reply(answer.status(), body.toString(StandardCharsets.UTF_8));
    }

    @Override
    public LiveReply open(String path, Map<String, String> parameters) throws IOException {
        var cancellation = new CancellationSignal();
        Answer answer = answer(path, parameters, cancellation);
        return new LiveReply(answer.status(), AnswerStream.of(answer, cancellation));
    }

    @Override
    public LiveReply send(String path, String body) throws IOException {
        var cancellation = new CancellationSignal();
        var request = new ApiRequest("POST", path, Parameters.of(Map.of()), body, cancellation);
        Answer answer = readable(AwaitedAnswer.of(() -> api.answer(request), cancellation));
        return new LiveReply(answer.status(), AnswerStream.of(answer, cancellation));
    }

    private Answer answer(String path, Map<String, String> parameters, CancellationSignal cancellation)
            throws IOException {
        Map<String, List<String>> values = new TreeMap<>();
        parameters.forEach((name, value) -> values.put(name, List.of(value)));
        return readable(api.answer(new ApiRequest("GET", path, Parameters.of(values), "", cancellation)));
    }

    /** As it is, unless it says that the store can't be read. */
    private Answer readable(Answer answer) throws IOException {
        if (answer instanceof Answer.Failure(Problem problem)
                && problem.status() == UNAVAILABLE
                && problem.detail().startsWith(STORE_SAYS)) {
            throw damaged(directory, problem.detail().substring(STORE_SAYS.length()));
        }
        return answer;
    }

    /** A signal may end the program in the middle of a question, whose rows lie in folders for what is temporary. */
    private void leaveNothing() {
        sql.close();
        store.removeSnapshots();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the program is being ended, and the hook does the same
        }
        sql.close();
        store.close();
    }
}
