package dev.tachograph.probe;

import dev.tachograph.model.LogOrigin;
import dev.tachograph.model.LogSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Origins that many lines have in common, made once. Of those whose hashes collide, the last is remembered, and all are
 * forgotten when they are too heavy.
 */
final class LogOrigins {
    private static final int ROOM = 2048;
    /** Bytes in memory, about. */
    static final long MOST_WEIGHT = 1_000_000;

    private final @Nullable LogOrigin[] known = new LogOrigin[ROOM];
    private long weight;

    /** The origin of a line of the journal with these columns, in the order of {@link JournalField}. */
    LogOrigin of(UUID numbering, @Nullable Object[] columns) {
        int hash = numbering.hashCode();
        for (int column = JournalField.BOOT_ID; column < JournalField.COLUMNS; column++) {
            Object value = columns[column];
            hash = 31 * hash + (value == null ? 0 : value.hashCode());
        }
        int place = (hash ^ (hash >>> 15)) & (ROOM - 1);
        LogOrigin origin = known[place];
        if (origin == null || !isOf(origin, numbering, columns)) {
            origin = make(numbering, columns);
            remember(origin, place);
        }
        return origin;
    }

    private void remember(LogOrigin origin, int place) {
        LogOrigin before = known[place];
        weight += origin.weight() - (before == null ? 0 : before.weight());
        if (weight > MOST_WEIGHT) {
            Arrays.fill(known, null);
            weight = origin.weight();
        }
        known[place] = origin;
    }

    /** Bytes in memory, about. */
    long weight() {
        return weight;
    }

    private static boolean isOf(LogOrigin origin, UUID numbering, @Nullable Object[] columns) {
        return Objects.equals(origin.pid(), columns[JournalField.PID])
                && Objects.equals(origin.identifier(), columns[JournalField.IDENTIFIER])
                && Objects.equals(origin.cmdline(), columns[JournalField.CMDLINE])
                && Objects.equals(origin.unit(), columns[JournalField.UNIT])
                && Objects.equals(origin.invocationId(), columns[JournalField.INVOCATION_ID])
                && Objects.equals(origin.comm(), columns[JournalField.COMM])
                && Objects.equals(origin.exe(), columns[JournalField.EXE])
                && Objects.equals(origin.uid(), columns[JournalField.UID])
                && Objects.equals(origin.gid(), columns[JournalField.GID])
                && Objects.equals(origin.transport(), columns[JournalField.TRANSPORT])
                && Objects.equals(origin.bootId(), columns[JournalField.BOOT_ID])
                && Objects.equals(origin.machineId(), columns[JournalField.MACHINE_ID])
                && Objects.equals(origin.hostname(), columns[JournalField.HOSTNAME])
                && Objects.equals(origin.userUnit(), columns[JournalField.USER_UNIT])
                && Objects.equals(origin.slice(), columns[JournalField.SLICE])
                && Objects.equals(origin.session(), columns[JournalField.SESSION])
                && numbering.equals(origin.sequenceId());
    }

    private static LogOrigin make(UUID numbering, @Nullable Object[] columns) {
        return new LogOrigin(
                LogSource.JOURNAL,
                numbering,
                (UUID) columns[JournalField.BOOT_ID],
                (UUID) columns[JournalField.MACHINE_ID],
                (String) columns[JournalField.HOSTNAME],
                (String) columns[JournalField.TRANSPORT],
                (String) columns[JournalField.UNIT],
                (String) columns[JournalField.USER_UNIT],
                (String) columns[JournalField.SLICE],
                (String) columns[JournalField.SESSION],
                (UUID) columns[JournalField.INVOCATION_ID],
                (String) columns[JournalField.IDENTIFIER],
                (Integer) columns[JournalField.PID],
                (Long) columns[JournalField.UID],
                (Long) columns[JournalField.GID],
                (String) columns[JournalField.COMM],
                (String) columns[JournalField.EXE],
                (String) columns[JournalField.CMDLINE]);
    }
}
