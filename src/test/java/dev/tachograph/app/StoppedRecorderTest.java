package dev.tachograph.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.cli.LiveReply;
import dev.tachograph.cli.RecorderApi;
import dev.tachograph.store.DataDirectory;
import dev.tachograph.store.Writing;
import dev.tachograph.web.Answer;
import dev.tachograph.web.CancellationSignal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the files of a recorder that does not run answer, and what is said where they can't. */
@Timeout(60)
class StoppedRecorderTest {
    @TempDir
    private Path folder;

    private Path record() throws Exception {
        Path data = folder.resolve("data");
        try (var writing = new Writing(data, 5, 1_000_000)) {
            writing.tick();
        }
        return data;
    }

    private static int ask(Path data) throws Exception {
        try (RecorderApi stopped = StoppedRecorder.open(data)) {
            return stopped.get("/api/storage/health", Map.of()).status();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3 * 4096})
    void aDamagedHotFileIsSaidToBeOneAndNoRecorderIsBlamed(int from) throws Exception {
        Path data = record();
        assertThat(ask(data)).isEqualTo(200);
        Path hot = data.resolve(DataDirectory.HOT_FILE);
        byte[] content = Files.readAllBytes(hot);
        Arrays.fill(content, from, content.length, (byte) 0x55);
        Files.write(hot, content);
        assertThatThrownBy(() -> ask(data))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(data + ": can't be read: ")
                .hasMessageEndingWith("; start the recorder, which keeps what can be read, or see tachograph verify")
                .hasMessageNotContainingAny("answered", "could not answer", "\n");
    }

    @Test
    void aLongAnswerIsReadWhileItIsMadeAndMayBeLeftHalfRead() throws Exception {
        try (RecorderApi stopped = StoppedRecorder.open(record())) {
            String whole = stopped.get("/openapi.json", Map.of()).body();
            try (LiveReply reply = stopped.open("/openapi.json", Map.of())) {
                assertThat(reply.status()).isEqualTo(200);
                assertThat(new String(reply.body().readAllBytes(), UTF_8)).isEqualTo(whole);
            }
            try (LiveReply left = stopped.open("/openapi.json", Map.of())) {
                assertThat(left.body().read()).isEqualTo('{');
            }
            try (LiveReply refusal = stopped.open("/nowhere", Map.of())) {
                assertThat(refusal.status()).isEqualTo(404);
            }
        }
    }

    @Test
    void anAnswerThatFailsHalfwayIsNoWholeOne() throws Exception {
        Answer answer = Answer.ok(json -> {
            json.writeStartArray();
            json.flush();
            throw new IllegalStateException("the disk is gone");
        });
        try (var stream = AnswerStream.of(answer, new CancellationSignal())) {
            assertThat(stream.read()).isEqualTo('[');
            assertThatThrownBy(stream::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessage("the disk is gone");
        }
    }

    @Test
    void whatIsSentIsAnsweredByTheRoutesThatARunningRecorderHas() throws Exception {
        try (RecorderApi stopped = StoppedRecorder.open(record())) {
            try (LiveReply refusal = stopped.send("/health", "{}")) {
                assertThat(refusal.status()).isEqualTo(405);
                assertThat(new String(refusal.body().readAllBytes(), UTF_8)).contains("/health allows GET");
            }
            try (LiveReply nothing = stopped.send("/nowhere", "{}")) {
                assertThat(nothing.status()).isEqualTo(404);
            }
        }
    }

    @Test
    void anInterruptEndsAQuestionBeforeItsAnswerBegins() throws Exception {
        var signal = new CancellationSignal();
        var asked = new CountDownLatch(1);
        var outcome = new CompletableFuture<Exception>();
        Thread waiting = Thread.ofPlatform().start(() -> {
            try {
                AwaitedAnswer.of(() -> untilCancelled(signal, asked), signal);
            } catch (IOException e) {
                outcome.complete(e);
            }
        });
        asked.await();
        waiting.interrupt();
        assertThat(outcome.get()).isInstanceOf(InterruptedIOException.class);
        assertThat(signal.reason()).contains(CancellationSignal.Reason.CLIENT_GONE);
    }

    private static Answer untilCancelled(CancellationSignal signal, CountDownLatch asked) {
        var cancelled = new CountDownLatch(1);
        try (var _ = signal.onCancel(cancelled::countDown)) {
            asked.countDown();
            cancelled.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Answer.ok(json -> json.writeNull());
    }

    @Test
    void whereNothingIsRecordedThatIsSaid() {
        assertThatThrownBy(() -> ask(folder)).hasMessageStartingWith(folder + ": nothing was recorded here");
    }
}
