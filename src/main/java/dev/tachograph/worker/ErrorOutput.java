package dev.tachograph.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a worker says beside its frames: read until its end, so that it never waits for us, and kept up to some length. */
final class ErrorOutput {
    private static final int MOST_BYTES = 1 << 14;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final CompletableFuture<String> text = new CompletableFuture<>();

    private ErrorOutput() {}

    static ErrorOutput of(Process process) {
        var output = new ErrorOutput();
        Thread.ofPlatform()
                .daemon()
                .name("sql-worker-errors")
                .start(() -> output.text.complete(read(process.getErrorStream())));
        return output;
    }

    private static String read(InputStream errors) {
        try (errors) {
            byte[] begin = errors.readNBytes(MOST_BYTES);
            errors.skip(Long.MAX_VALUE);
            return new String(begin, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** All of it, once the worker has ended; empty when it has said nothing. */
    String text() {
        try {
            return text.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).strip();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        } catch (ExecutionException | TimeoutException _) {
            return "";
        }
    }
}
