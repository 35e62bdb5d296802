package dev.tachograph.simulation;

import dev.tachograph.model.LogOrigin;
import dev.tachograph.model.LogSource;
import dev.tachograph.model.ProcessDescription;
import dev.tachograph.model.ProcessSample;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells the journal who wrote a line on the made-up host. */
final class LogOrigins {
    private static final String HOSTNAME = "shop-1";

    private final Chance chance;
    private final UUID bootId;
    private final UUID sequenceId;
    private final UUID machineId;
    private final Map<String, UUID> invocations = new HashMap<>();

    LogOrigins(Chance chance, UUID bootId) {
        this.chance = chance;
        this.bootId = bootId;
        sequenceId = uuid();
        machineId = uuid();
    }

    private UUID uuid() {
        return new UUID((chance.bits() & ~0xf000L) | 0x4000L, (chance.bits() & ~(3L << 62)) | (2L << 62));
    }

    /** A unit runs anew. */
    void started(String unit) {
        invocations.put(unit, uuid());
    }

    LogOrigin ofKernel() {
        return new LogOrigin(
                LogSource.JOURNAL,
                sequenceId,
                bootId,
                machineId,
                HOSTNAME,
                "kernel",
                null,
                null,
                null,
                null,
                null,
                "kernel",
                null,
                null,
                null,
                null,
                null,
                null);
    }

    LogOrigin of(ProcessSample process, String tag) {
        ProcessDescription is = process.description();
        String unit = is.unit();
        String cmdline = is.cmdline();
        return new LogOrigin(
                LogSource.JOURNAL,
                sequenceId,
                bootId,
                machineId,
                HOSTNAME,
                is.name().equals("systemd") ? "journal" : tag.isEmpty() ? "stdout" : "syslog",
                unit,
                null,
                is.group().slice(),
                is.group().session(),
                unit == null ? null : invocations.computeIfAbsent(unit, _ -> uuid()),
                tag.isEmpty() ? is.name() : tag,
                process.key().pid(),
                is.userId(),
                is.userId(),
                is.name(),
                executable(cmdline),
                cmdline);
    }

    private static @Nullable String executable(@Nullable String cmdline) {
        if (cmdline == null || !cmdline.startsWith("/")) {
            return null;
        }
        int end = cmdline.indexOf(' ');
        return end < 0 ? cmdline : cmdline.substring(0, end);
    }
}
