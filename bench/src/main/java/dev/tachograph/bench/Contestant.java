package dev.tachograph.bench;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A program that looks at every process when it is asked to. */
sealed interface Contestant extends AutoCloseable permits Worker, OneShot {

    /**
     * What one look took.
     *
     * @param processes that it saw; {@code null} when the program does not say
     * @param cpuNanos of the thread that looks; of the whole process for a program that looks once and ends
     */
    record Look(@Nullable Integer processes, long cpuNanos) {}

    /** As the tables show it. */
    String name();

    /** Looks once. */
    Look look() throws IOException;

    @Override
    void close();
}
