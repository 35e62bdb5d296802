package dev.tachograph.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * Starts processes from a thread that lives as long as it does. A process that asked to be killed with its parent is killed
 * when the thread ends that started it, and requests have threads that end. Source: PR_SET_PDEATHSIG(2const).
 */
final class Spawner implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("sql-spawner").factory());

    /** Starts a process that knows nothing of our surroundings. */
    Process start(List<String> command, Path folder) throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C.UTF-8"); // names of files are read and written as they are
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        Future<Process> process;
        try {
            process = thread.submit(builder::start);
        } catch (RejectedExecutionException e) {
            throw new IOException("the recorder is ending", e);
        }
        try {
            return process.get();
        } catch (InterruptedException e) {
            thread.execute(() -> end(process)); // it may have been started already, and nobody else knows of it
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        }
    }

    private static void end(Future<Process> process) {
        if (process.state() == Future.State.SUCCESS) {
            process.resultNow().destroyForcibly();
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
