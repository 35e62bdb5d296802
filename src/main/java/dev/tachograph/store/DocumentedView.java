package dev.tachograph.store;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The views of {@code docs/tables.md} that a window of time is cut from, for those who read it with other tools. */
public enum DocumentedView {
    PROCESS_METRICS("process_id, tick"),
    PROCESS_CHANGES("process_id, tick"),
    PROCESSES("process_id"),
    TICKS("tick"),
    PROCESS_EXITS("timestamp, tick"),
    CPU("cpu, tick"),
    MEMORY("tick"),
    LOAD("tick"),
    PRESSURE("tick"),
    DISKS("device, tick"),
    FILESYSTEMS("mount_point, tick"),
    NETWORKS("interface, tick"),
    CGROUPS("cgroup, tick"),
    GAPS("from_time"),
    JOURNAL_LOGS("timestamp, line"),
    LOG_VALUES("line, field"),
    EVENTS("timestamp"),
    RECORDER("timestamp"),
    PROCESS_MINUTES("timestamp, name"),
    PROCESS_HOURS("timestamp, name"),
    METRIC_MINUTES("metric, device, timestamp"),
    METRIC_HOURS("metric, device, timestamp");

    private final String order;

    DocumentedView(String order) {
        this.order = order;
    }

    /** Those that a record has only of hours that are over: they are taken as they are. */
    public static List<DocumentedView> rollUps() {
        return Stream.of(values()).filter(DocumentedView::isRollUp).toList();
    }

    /** Whether it sums up other rows. */
    public boolean isRollUp() {
        return this == PROCESS_MINUTES || this == PROCESS_HOURS || this == METRIC_MINUTES || this == METRIC_HOURS;
    }

    /** Its name. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String order() {
        return order;
    }

    /** The statement that takes the rows of a roll-up of a window: the minutes and hours that begin in it. */
    public String cut(Instant from, Instant to) {
        if (!isRollUp()) {
            throw new IllegalArgumentException(this + " is made of the tables of a cut");
        }
        return "SELECT * FROM %s WHERE timestamp >= %s AND timestamp < %s ORDER BY %s"
                .formatted(word(), Sql.instant(from), Sql.instant(to), order);
    }
}
