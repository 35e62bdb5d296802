package dev.tachograph.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tachograph.worker.SqlRefusal.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of statements and their processes, with real ones. */
@Timeout(120)
class CagedRunnerTest {
    private static final Duration LONG = Duration.ofSeconds(100);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String ENDLESS = "SELECT sum(hash(range) % 7) FROM range(1000000000000)";
    private static final String MANY = "SELECT 'a line of some length ' || range FROM range(2000000)";

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // each test opens its own
    private Workshop workshop;

    private void open(WorkerLimits limits) throws IOException {
        workshop = new Workshop(folder, limits);
    }

    private void open() throws IOException {
        open(Workshop.limits(2, 16, LONG));
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(workshop.snapshots).as("snapshots that nobody has closed").hasValue(0);
        workshop.close();
        await().untilAsserted(() -> assertThat(workshop.base).isEmptyDirectory());
    }

    private static void isRefused(Kind kind, ThrowingCallable question) {
        assertThatThrownBy(question)
                .isInstanceOfSatisfying(
                        SqlRefusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(kind));
    }

    private void nextIsAnswered() throws Exception {
        assertThat(workshop.ask("SELECT 42")).isEqualTo("42\n");
    }

    private long worker() throws Exception {
        return Long.parseLong(workshop.ask(":status")
                .lines()
                .filter(line -> line.startsWith("Tgid:"))
                .findFirst()
                .orElseThrow()
                .substring(5)
                .strip());
    }

    @Test
    void anAnswerHasColumnsRowsAndAnEnd() throws Exception {
        open();
        try (SqlRun run = workshop.runner.begin(new SqlQuestion(
                "SELECT range AS n FROM range(5)", SqlQuestion.Origin.TYPED, SqlQuestion.Format.NDJSON, 3, LONG))) {
            assertThat(run.head())
                    .isEqualTo(new SqlRun.Head(List.of(new SqlRun.Column("n", "BIGINT")), Workshop.UNTIL));
            var out = new ByteArrayOutputStream();
            SqlRun.End end = run.writeRows(out);
            assertThat(end.rows()).isEqualTo(3);
            assertThat(end.truncated()).isTrue();
            assertThat(out).hasToString("0\n1\n2\n");
        }
    }

    @Test
    void aWorkerIsUsedAgainAndWhatItPrintsIsNoAnswer() throws Exception {
        open();
        long first = worker();
        assertThat(workshop.ask(":print")).isEmpty();
        isRefused(Kind.WRONG, () -> workshop.ask("SELECT nothing"));
        assertThat(worker()).isEqualTo(first);
        assertThat(workshop.pool.size()).isEqualTo(1);
    }

    @Test
    void aWorkerThatHasNothingToDoEnds() throws Exception {
        open(Workshop.limits(2, 16, SHORT));
        long pid = worker();
        await().until(() -> ProcessHandle.of(pid).isEmpty());
        assertThat(workshop.pool.size()).isZero();
        nextIsAnswered();
    }

    @Test
    void bombsAreDefusedAndTheNextStatementIsAnswered() throws Exception {
        open();
        for (String bomb : List.of(
                "SELECT repeat('x', 2000000000)",
                "SELECT list_sum(range(100000000::BIGINT))",
                "SELECT length(string_agg(repeat('x', 100000), '')) FROM range(100000)",
                "SELECT list(a.range) FROM range(100000) a, range(100000) b")) {
            isRefused(Kind.TOO_LARGE, () -> workshop.ask(bomb));
            nextIsAnswered();
        }
    }

    /** The watchdog's limit is far away here: what refuses is the kernel, at once. */
    @Test
    void oneLargeAllocationIsRefusedByTheKernel() throws Exception {
        WorkerLimits usual = WorkerLimits.USUAL;
        open(new WorkerLimits(1, 1, usual.start(), LONG, usual.mercy(), usual.memoryBytes(), 8L << 30));
        long pid = worker();
        isRefused(Kind.TOO_LARGE, () -> workshop.ask("SELECT length(repeat('x', 2000000000))"));
        assertThat(worker()).isEqualTo(pid);
    }

    @Test
    void whatTakesAllThereIsEndsInTimeAndTheNextStatementIsAnswered() throws Exception {
        open();
        for (String heavy : List.of(
                "SELECT max(r) FROM (SELECT range AS r FROM range(30000000) ORDER BY hash(range))",
                "SELECT count(DISTINCT md5(range::VARCHAR)) FROM range(30000000)",
                "SELECT regexp_matches(repeat('a', 3000000) || range, '(a|aa)*(a|aa)*b') FROM range(1000)")) {
            try {
                workshop.ask(heavy, Duration.ofSeconds(2));
            } catch (SqlRefusal e) {
                assertThat(e.kind()).as(heavy).isIn(Kind.TIMEOUT, Kind.TOO_LARGE);
            }
            nextIsAnswered();
        }
    }

    @Test
    void whatTakesTooLongIsEndedAndTheWorkerGoesOn() throws Exception {
        open();
        long pid = worker();
        isRefused(Kind.TIMEOUT, () -> workshop.ask(ENDLESS, Duration.ofSeconds(1)));
        assertThat(worker()).isEqualTo(pid);
    }

    @Test
    void whatDoesNotListenIsKilled() throws Exception {
        open();
        long pid = worker();
        isRefused(Kind.TIMEOUT, () -> workshop.ask(":hang", Duration.ofSeconds(1)));
        await().until(() -> ProcessHandle.of(pid).isEmpty());
        nextIsAnswered();
    }

    @Test
    void whatIsCancelledFromAnotherThreadEnds() throws Exception {
        open();
        long pid = worker();
        try (SqlRun run = workshop.begin(ENDLESS, LONG)) {
            Thread.ofVirtual().start(run::cancel);
            isRefused(Kind.CANCELLED, run::head);
        }
        assertThat(worker()).isEqualTo(pid);
    }

    @Test
    void whatHasEndedDoesNotCancelWhatRunsInItsWorkerNow() throws Exception {
        open();
        long pid = worker();
        SqlRun first = workshop.begin("SELECT 1", LONG);
        first.head();
        first.writeRows(OutputStream.nullOutputStream());
        try (SqlRun second = workshop.begin("SELECT sum(hash(range)) > 0 FROM range(50000000)", LONG)) {
            first.cancel();
            second.head();
            var out = new ByteArrayOutputStream();
            second.writeRows(out);
            assertThat(out).hasToString("true\n");
        }
        first.close();
        assertThat(worker()).isEqualTo(pid);
    }

    @Test
    void columnsThatAreTooMuchToBeToldAreRefusedAndTheWorkerGoesOn() throws Exception {
        open();
        long pid = worker();
        String names = IntStream.range(0, 3000)
                .mapToObj(i -> "%d AS \"%s%d\"".formatted(i, "n".repeat(1500), i))
                .collect(Collectors.joining(", "));
        isRefused(Kind.TOO_LARGE, () -> workshop.ask("SELECT " + names));
        assertThat(worker()).isEqualTo(pid);
    }

    /** A recorder in a container has the same process id each time. */
    @Test
    void foldersOfOneThatWasKilledAreRemovedAlsoIfItHadOurProcessId() throws Exception {
        open();
        worker();
        Path left = Files.createDirectory(workshop.base.resolve(
                "tachograph-sql-" + ProcessHandle.current().pid() + "-left"));
        Files.writeString(left.resolve("spilled"), "x");
        WorkFolder.removeLeftovers(workshop.base);
        assertThat(left).doesNotExist();
        assertThat(workshop.base).isNotEmptyDirectory(); // that of the worker
        nextIsAnswered();
    }

    @Test
    void whatIsClosedInTheMiddleGivesBackItsWorker() throws Exception {
        open();
        long pid = worker();
        SqlRun run = workshop.begin(MANY, LONG);
        run.head();
        assertThatThrownBy(() -> run.writeRows(failing())).isInstanceOf(IOException.class);
        run.close();
        assertThat(worker()).isEqualTo(pid);
        isRefused(Kind.CANCELLED, () -> run.writeRows(OutputStream.nullOutputStream()));
    }

    private static OutputStream failing() {
        return new OutputStream() {
            @Override
            public void write(int each) throws IOException {
                throw new IOException("gone");
            }
        };
    }

    @Test
    void aReaderThatDoesNotReadKeepsNothing() throws Exception {
        open(Workshop.limits(1, 16, LONG));
        var stopped = new CountDownLatch(1);
        SqlRun run = workshop.begin(MANY, Duration.ofSeconds(2));
        var reader = new CompletableFuture<Throwable>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                run.head();
                run.writeRows(waiting(stopped));
                reader.complete(new AssertionError("was answered"));
            } catch (SqlRefusal | IOException e) {
                reader.complete(e);
            }
        });
        await().until(() -> workshop.snapshots.get() == 0); // and with it its turn
        nextIsAnswered();
        stopped.countDown();
        assertThat(reader.get())
                .isInstanceOfSatisfying(
                        SqlRefusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Kind.TIMEOUT));
    }

    private static OutputStream waiting(CountDownLatch until) {
        return new OutputStream() {
            @Override
            public void write(int each) {
                throw new AssertionError();
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    until.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        };
    }

    @Test
    void onlySoManyRunAndOnlySoManyWait() throws Exception {
        open(Workshop.limits(1, 1, LONG));
        try (SqlRun _ = workshop.begin(ENDLESS, LONG)) {
            isRefused(Kind.BUSY, () -> workshop.ask("SELECT 1", SHORT)); // its time is over before its turn comes
            List<Thread> waiting = new ArrayList<>();
            waiting.add(Thread.ofVirtual().start(() -> {
                try {
                    workshop.ask("SELECT 1");
                } catch (SqlRefusal | IOException e) {
                    throw new AssertionError(e);
                }
            }));
            await().until(() -> waiting.getFirst().getState() == Thread.State.TIMED_WAITING);
            isRefused(Kind.BUSY, () -> workshop.ask("SELECT 1"));
        }
        nextIsAnswered();
    }

    @Test
    void aWorkerThatIsKilledInTheMiddleIsTold() throws Exception {
        open();
        long pid = worker();
        try (SqlRun run = workshop.begin(MANY, LONG)) {
            run.head();
            isRefused(
                    Kind.CRASHED,
                    () -> run.writeRows(new OutputStream() {
                        @Override
                        public void write(int each) {
                            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                        }

                        @Override
                        public void write(byte[] bytes, int offset, int length) {
                            write(0);
                        }
                    }));
        }
        nextIsAnswered();
    }

    @Test
    void aWorkerThatIsKilledWhileItHasNothingToDoIsReplaced() throws Exception {
        open();
        long pid = worker();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        await().until(() -> ProcessHandle.of(pid).isEmpty());
        nextIsAnswered();
    }

    @Test
    void howAWorkerEndsIsTold() throws Exception {
        open();
        assertThatThrownBy(() -> workshop.ask(":halt 9"))
                .isInstanceOf(SqlRefusal.class)
                .hasMessageContaining("ended with code 9");
        isRefused(Kind.CRASHED, () -> workshop.ask(":say"));
        isRefused(Kind.TOO_LARGE, () -> workshop.ask(":heap"));
        nextIsAnswered();
    }

    @Test
    void aWorkerThatSpeaksGarbageIsNotTrustedAnyMore() throws Exception {
        open();
        long pid = worker();
        isRefused(Kind.CRASHED, () -> workshop.ask(":garbage"));
        await().until(() -> ProcessHandle.of(pid).isEmpty());
        nextIsAnswered();
    }

    @Test
    void whatIsTakenBeyondEveryLimitIsEndedFromOutside() throws Exception {
        WorkerLimits usual = WorkerLimits.USUAL;
        open(new WorkerLimits(
                1, 1, usual.start(), LONG, usual.mercy(), 4L << 30, 300L << 20)); // the kernel's limit is too high
        isRefused(Kind.TOO_LARGE, () -> workshop.ask("SELECT length(repeat('x', 2000000000))"));
        nextIsAnswered();
    }

    @Test
    void whatRunsAtTheEndIsEnded() throws Exception {
        open();
        SqlRun run = workshop.begin(ENDLESS, LONG);
        Thread.ofVirtual().start(workshop.runner::close);
        isRefused(Kind.UNAVAILABLE, run::head);
        isRefused(Kind.UNAVAILABLE, () -> workshop.ask("SELECT 1"));
    }
}
