package dev.tachograph.bench;

import java.io.IOException;
import java.nio.file.Path;

/** A host's worth of processes that wait, a few of which wake up once a second; they end with this program, however that ends. */
final class Sleepers implements AutoCloseable {
    private final Process parent;

    private Sleepers(Process parent) {
        this.parent = parent;
    }

    static Sleepers start(Path program, int count, int awakePercent) throws IOException {
        Process parent = new ProcessBuilder(program.toString(), Integer.toString(count), Integer.toString(awakePercent))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!"ready".equals(parent.inputReader().readLine())) {
            parent.destroy();
            throw new IOException("%d processes could not be started".formatted(count));
        }
        return new Sleepers(parent);
    }

    @Override
    public void close() {
        parent.destroy();
        parent.onExit().join();
    }
}
