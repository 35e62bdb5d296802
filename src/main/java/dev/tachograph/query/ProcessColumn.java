package dev.tachograph.query;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns of the process table, in the order in which they are shown; each can be sorted by. */
public enum ProcessColumn {
    TIMESTAMP(ProcessRow::timestamp),
    PID(ProcessRow::pid),
    START_TIME(ProcessRow::startTime),
    PARENT_PID(ProcessRow::parentPid),
    NAME(ProcessRow::name),
    CMDLINE(ProcessRow::cmdline),
    USER(ProcessRow::user),
    USER_ID(ProcessRow::userId),
    STATUS(row -> row.status().word()),
    CPU_USAGE(ProcessRow::cpuUsage),
    CPU_TIME(ProcessRow::cpuTime),
    MEM_USAGE(ProcessRow::memUsage),
    PROPORTIONAL_MEMORY(ProcessRow::proportionalMemory),
    VIRTUAL_MEMORY(ProcessRow::virtualMemory),
    RUNTIME(ProcessRow::runtime),
    THREADS(ProcessRow::threads),
    READ_BYTES(ProcessRow::readBytes),
    WRITE_BYTES(ProcessRow::writeBytes),
    READ_RATE(ProcessRow::readRate),
    WRITE_RATE(ProcessRow::writeRate),
    OPEN_FILES(ProcessRow::openFiles),
    UNIT(ProcessRow::unit),
    USER_UNIT(row -> row.group().userUnit()),
    SLICE(row -> row.group().slice()),
    SESSION(row -> row.group().session()),
    CONTAINER(ProcessRow::container),
    CONTAINER_RUNTIME(row -> row.group().runtime()),
    CONTAINER_NAME(row -> row.group().containerName()),
    CGROUP(row -> row.group().path()),
    KERNEL_THREAD(ProcessRow::kernelThread);

    private static final Comparator<String> TEXT =
            String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder());

    @SuppressWarnings("ImmutableEnumChecker") // accessors, which hold nothing
    private final Function<ProcessRow, @Nullable Comparable<?>> value;

    ProcessColumn(Function<ProcessRow, @Nullable Comparable<?>> value) {
        this.value = value;
    }

    /** The name that users and JSON have for it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The cell of this column: a number, a text, a truth value, an instant, or {@code null} for "not known". */
    public @Nullable Object of(ProcessRow row) {
        return value.apply(row);
    }

    public static Optional<ProcessColumn> ofKey(String key) {
        return Arrays.stream(values())
                .filter(column -> column.key().equals(key))
                .findFirst();
    }

    public static List<String> keys() {
        return Arrays.stream(values()).map(ProcessColumn::key).toList();
    }

    /** Orders rows by this column; what is not known comes last either way, and pids settle what is equal. */
    Comparator<ProcessRow> order(boolean descending) {
        Comparator<@Nullable Comparable<?>> values = ProcessColumn::compare;
        Comparator<@Nullable Comparable<?>> directed = descending ? values.reversed() : values;
        return Comparator.<ProcessRow, @Nullable Comparable<?>>comparing(value, Comparator.nullsLast(directed))
                .thenComparingInt(ProcessRow::pid);
    }

    /** The cells of one column are of one type. Text is ordered as people look for it: case settles only what is equal. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static int compare(@Nullable Comparable<?> left, @Nullable Comparable<?> right) {
        if (left instanceof String text && right instanceof String other) {
            return TEXT.compare(text, other);
        }
        return left == null || right == null ? 0 : ((Comparable) left).compareTo(right);
    }
}
