package dev.tachograph.app;

import dev.tachograph.web.Answer;
import dev.tachograph.web.CancellationSignal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** An answer that takes its time to begin, made on a thread of its own so that whoever waits for it can be interrupted. */
final class AwaitedAnswer {
    private AwaitedAnswer() {}

    /**
     * Waits for it. An interrupt ends the question, and what came of it after all is thrown away.
     *
     * @param cancellation that the question listens to
     */
    static Answer of(Supplier<Answer> question, CancellationSignal cancellation) throws IOException {
        var answer = new CompletableFuture<Answer>();
        Thread.ofPlatform().daemon().name("question").start(() -> complete(answer, question));
        try {
            return answer.get();
        } catch (InterruptedException _) {
            cancellation.cancel(CancellationSignal.Reason.CLIENT_GONE);
            AnswerStream.of(answer.join(), cancellation).close();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void complete(CompletableFuture<Answer> answer, Supplier<Answer> question) {
        try {
            answer.complete(question.get());
        } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
        }
    }
}
