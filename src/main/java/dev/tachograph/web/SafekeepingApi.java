package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tachograph.store.BackupDescription;
import dev.tachograph.store.Course;
import dev.tachograph.store.DataDirectory;
import dev.tachograph.store.FileErrors;
import dev.tachograph.store.Safekeeping;
import dev.tachograph.store.Verification;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** What keeps the record safe: {@code /api/backup} and {@code /api/verify}. */
public final class SafekeepingApi {
    private static final System.Logger LOG = System.getLogger(SafekeepingApi.class.getName());
    private static final String DIRECTORY = "directory";

    private final Safekeeping safekeeping;
    private final boolean isLogged;
    private volatile @Nullable Course backup;
    private volatile @Nullable Course check;

    private SafekeepingApi(Safekeeping safekeeping, boolean isLogged) {
        this.safekeeping = safekeeping;
        this.isLogged = isLogged;
    }

    /**
     * Only these routes, for the commands that need nothing else of a recorder that has stopped. What fails is in the answer
     * only: whoever reads it is the one who would read the log.
     */
    public static Api of(Safekeeping safekeeping) {
        return new Api(routes(safekeeping, false));
    }

    /** @param isLogged whether a failure is logged, too */
    static List<Route> routes(Safekeeping safekeeping, boolean isLogged) {
        var routes = new SafekeepingApi(safekeeping, isLogged);
        return List.of(
                new Route(Route.Method.POST, "/api/backup", Set.of(), Route.Reach.SOCKET, routes::backup),
                Route.get("/api/backup", Set.of(), _ -> progress(routes.backup)).overSocket(),
                Route.get("/api/verify", Set.of(), routes::verify).overSocket(),
                Route.get("/api/verify/progress", Set.of(), _ -> progress(routes.check))
                        .overSocket());
    }

    /** Something that takes long. */
    private interface Errand<T> {
        T run() throws IOException;
    }

    private Answer backup(ApiRequest request) {
        long began = System.nanoTime();
        Path directory = directory(request.body());
        var course = new Course(request.cancellation()::isCancelled);
        BackupDescription made = onOwnThread("backup", request, () -> {
            Course before = backup;
            backup = course;
            try {
                return safekeeping.backup(directory, course);
            } finally {
                backup = before; // one that was refused leaves the one under way
            }
        });
        return Answer.ok(json -> JsonFields.object(json, fields -> {
            fields.value(DIRECTORY, directory.toString());
            write(fields, made);
            fields.value("elapsed_ms", (System.nanoTime() - began) / 1e6);
        }));
    }

    private Answer verify(ApiRequest request) {
        long began = System.nanoTime();
        var course = new Course(request.cancellation()::isCancelled);
        Verification found = onOwnThread("verification", request, () -> {
            Course before = check;
            check = course;
            try {
                return safekeeping.verify(course);
            } finally {
                check = before;
            }
        });
        return Answer.ok(json -> JsonFields.object(
                json,
                fields -> fields.value("segments", found.segments())
                        .value("files", found.files())
                        .value("rows", found.rows())
                        .value("bytes", found.bytes())
                        .value("ticks", found.ticks())
                        .value("process_metric_count", found.samples())
                        .array("problems", found.problems(), SafekeepingApi::write)
                        .value("elapsed_ms", (System.nanoTime() - began) / 1e6)));
    }

    private static void write(JsonGenerator json, Verification.Problem problem) throws IOException {
        JsonFields.object(
                json,
                fields -> fields.value("file", problem.file())
                        .value("problem", problem.what())
                        .value("remedy", problem.remedy()));
    }

    private static Answer progress(@Nullable Course course) {
        return Answer.ok(json -> JsonFields.object(
                json,
                fields -> fields.value("running", course != null)
                        .value("done_bytes", course == null ? null : Long.valueOf(course.doneBytes()))
                        .value("total_bytes", course == null ? null : Long.valueOf(course.totalBytes()))));
    }

    private static void write(JsonFields fields, BackupDescription made) throws IOException {
        fields.value("made_at", made.madeAt())
                .value("hostname", made.host())
                .value("schema_version", made.schemaVersion())
                .value("from", made.from())
                .value("to", made.to())
                .value("ticks", made.ticks())
                .value("process_metric_count", made.samples())
                .value("segments", made.segments())
                .value("files", made.files())
                .value("bytes", made.bytes());
    }

    private static Path directory(String body) {
        @Nullable String named = JsonMembers.parse(body).text(DIRECTORY);
        if (named == null) {
            throw refusal("the body has to be {\"directory\": \"/an/absolute/path\"}");
        }
        try {
            Path directory = Path.of(named);
            if (directory.isAbsolute()) {
                return directory;
            }
        } catch (InvalidPathException _) {
            // the sentence below covers it
        }
        throw refusal("has to be an absolute path: the recorder works in another folder");
    }

    private static ProblemException refusal(String complaint) {
        return new ProblemException(Problem.parameter(DIRECTORY, complaint));
    }

    /**
     * A virtual thread would hold its carrier as long as the database and the disk do.
     *
     * @throws ProblemException when it did not come to its end
     */
    private <T> T onOwnThread(String name, ApiRequest request, Errand<T> errand) {
        var task = new FutureTask<T>(errand::run);
        Thread.ofPlatform().name(name).start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause
                    ? problem(request, cause)
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private ProblemException problem(ApiRequest request, IOException cause) {
        String message = FileErrors.sentence(cause);
        return switch (cause) {
            case Safekeeping.UnfitException _ -> refusal(message);
            case DataDirectory.UnusableException _ -> refusal(message);
            case DataDirectory.HeldException _ -> new ProblemException(Problem.of(423, message));
            case Safekeeping.BusyException _ -> new ProblemException(Problem.of(409, message));
            case Course.GivenUpException _ ->
                new ProblemException(
                        Problem.cancelled(request.cancellation().reason().orElse(CancellationSignal.Reason.STOPPING)));
            default -> {
                if (isLogged) {
                    LOG.log(System.Logger.Level.WARNING, request.path() + " failed: " + message);
                }
                boolean isFull = message.contains("No space left on device");
                yield new ProblemException(Problem.of(isFull ? 507 : 503, message));
            }
        };
    }
}
