package dev.tachograph.query;

import dev.tachograph.model.ControlGroup;
import dev.tachograph.model.ProcessStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Rows of a process table in which only what a test is about differs. */
public final class Rows {
    private Rows() {}

    public static ProcessRow row(
            int pid,
            String name,
            @Nullable String cmdline,
            @Nullable String user,
            @Nullable String unit,
            @Nullable String container,
            ProcessStatus status) {
        return new ProcessRow(
                Instant.EPOCH,
                pid,
                Instant.EPOCH,
                1,
                name,
                cmdline,
                user,
                null,
                status,
                null,
                0,
                0,
                null,
                0,
                0,
                1,
                null,
                null,
                null,
                null,
                null,
                ControlGroup.of(null, unit, container),
                false);
    }

    static ProcessRow rates(int pid, @Nullable Double cpu, @Nullable Double read, @Nullable Double written) {
        return new ProcessRow(
                Instant.EPOCH,
                pid,
                Instant.EPOCH,
                1,
                "p" + pid,
                null,
                null,
                null,
                ProcessStatus.SLEEPING,
                cpu,
                0,
                pid * 1000L,
                null,
                0,
                0,
                1,
                null,
                null,
                read,
                written,
                null,
                ControlGroup.UNKNOWN,
                false);
    }
}
