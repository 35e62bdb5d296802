package dev.tachograph.model;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote a log line, as far as it is told: what most lines of one process have in common. Names of journal fields are those
 * of systemd.journal-fields(7).
 *
 * @param sequenceId of the numbering that a line's sequence belongs to: the journal's seqnum id
 * @param bootId {@code _BOOT_ID}
 * @param machineId {@code _MACHINE_ID}
 * @param hostname {@code _HOSTNAME}
 * @param transport {@code _TRANSPORT}: how the line reached the journal
 * @param unit {@code _SYSTEMD_UNIT}
 * @param userUnit {@code _SYSTEMD_USER_UNIT}
 * @param slice {@code _SYSTEMD_SLICE}
 * @param session {@code _SYSTEMD_SESSION}
 * @param invocationId {@code _SYSTEMD_INVOCATION_ID}
 * @param identifier {@code SYSLOG_IDENTIFIER}: the tag of syslog(3)
 * @param pid {@code _PID}, or what stands in brackets behind a tag
 * @param uid {@code _UID}
 * @param gid {@code _GID}
 * @param comm {@code _COMM}
 * @param exe {@code _EXE}
 * @param cmdline {@code _CMDLINE}
 */
public record LogOrigin(
        LogSource source,
        @Nullable UUID sequenceId,
        @Nullable UUID bootId,
        @Nullable UUID machineId,
        @Nullable String hostname,
        @Nullable String transport,
        @Nullable String unit,
        @Nullable String userUnit,
        @Nullable String slice,
        @Nullable String session,
        @Nullable UUID invocationId,
        @Nullable String identifier,
        @Nullable Integer pid,
        @Nullable Long uid,
        @Nullable Long gid,
        @Nullable String comm,
        @Nullable String exe,
        @Nullable String cmdline) {

    private static final int WEIGHT_WITHOUT_TEXTS = 200;

    /** Bytes in memory, about. */
    public long weight() {
        return (long) WEIGHT_WITHOUT_TEXTS
                + length(hostname)
                + length(transport)
                + length(unit)
                + length(userUnit)
                + length(slice)
                + length(session)
                + length(identifier)
                + length(comm)
                + length(exe)
                + length(cmdline);
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    // Asked for with every line; see ProcessKey. What differs between origins most often comes first.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof LogOrigin origin
                        && Objects.equals(pid, origin.pid)
                        && source == origin.source
                        && Objects.equals(identifier, origin.identifier)
                        && Objects.equals(unit, origin.unit)
                        && Objects.equals(userUnit, origin.userUnit)
                        && Objects.equals(transport, origin.transport)
                        && Objects.equals(hostname, origin.hostname)
                        && Objects.equals(comm, origin.comm)
                        && Objects.equals(exe, origin.exe)
                        && Objects.equals(cmdline, origin.cmdline)
                        && Objects.equals(uid, origin.uid)
                        && Objects.equals(gid, origin.gid)
                        && Objects.equals(slice, origin.slice)
                        && Objects.equals(session, origin.session)
                        && Objects.equals(invocationId, origin.invocationId)
                        && Objects.equals(bootId, origin.bootId)
                        && Objects.equals(machineId, origin.machineId)
                        && Objects.equals(sequenceId, origin.sequenceId));
    }

    @Override
    public int hashCode() {
        int hash = Objects.hashCode(pid);
        hash = 31 * hash + Objects.hashCode(identifier);
        hash = 31 * hash + Objects.hashCode(unit);
        hash = 31 * hash + Objects.hashCode(transport);
        return 31 * hash + Objects.hashCode(bootId);
    }
}
