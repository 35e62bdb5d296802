package dev.tachograph.pipe;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of the process that a row tells of. Where a row has the number of its process, that counts. Else it is the
 * process with its pid that began last before it, of the same boot where the row tells its boot, and was there at a tick
 * nearby: the pid may have been taken by another since. What nobody knows is NULL.
 */
final class JoinSql {
    private static final String PREFIX = "process_";
    private static final List<String> ADDED = List.of(
            "name",
            "cmdline",
            "user",
            "parent_pid",
            "start_time",
            "last_seen",
            "unit",
            "user_unit",
            "slice",
            "session",
            "container",
            "container_runtime",
            "container_name",
            "cgroup");
    private static final List<String> SHOWN =
            List.of("process_name", "process_user", "process_unit", "process_cmdline");
    /** How much later than its line a process may seem to have begun: two clocks, one of which counts hundredths. */
    private static final String SLACK = "INTERVAL '1 second'";

    private final Stage stage;
    private final Moment moment;
    private final Statement statement;

    JoinSql(Stage stage, Moment moment, Statement statement) {
        this.stage = stage;
        this.moment = moment;
        this.statement = statement;
    }

    Stage of(Command.Join join) {
        SourceTable processes = Sources.named("instances").orElseThrow();
        List<Column> columns = new ArrayList<>(stage.columns());
        List<String> selected = new ArrayList<>();
        for (String name : ADDED) {
            Column column = processes.column(name).orElseThrow().named(PREFIX + name);
            AggregateSql.checkNames(stage.names(), column.name(), join.place());
            columns.add(column);
            selected.add("p.%s AS %s".formatted(SqlText.name(name), SqlText.name(column.name())));
        }
        if (has("process_id", Kind.INTEGER)) {
            byNumber(selected);
        } else {
            byPid(join, selected);
        }
        List<String> shown = new ArrayList<>(stage.shown());
        shown.addAll(SHOWN);
        return new Stage(stage.table(), columns, shown, stage.order(), stage.time(), false);
    }

    private boolean has(String name, Kind kind) {
        return stage.find(name).filter(column -> column.kind() == kind).isPresent();
    }

    private void byNumber(List<String> selected) {
        statement.step("SELECT r.*, %s\nFROM %s r LEFT JOIN processes p ON p.process_id = r.process_id"
                .formatted(String.join(", ", selected), statement.last()));
    }

    private void byPid(Command.Join join, List<String> selected) {
        String time = stage.time().orElse("");
        if (time.isEmpty() || !has("pid", Kind.INTEGER)) {
            throw new PipeException(
                    join.place(),
                    "join needs a pid and the time of each row",
                    "it stands before stats, top and fields; or group by pid and timestamp");
        }
        String from = statement.last();
        boolean hasBoot = has("boot_id", Kind.ID);
        String lives = statement.beside("lives", """
                SELECT *, last_seen + (
                           SELECT coalesce(to_microseconds((2 * median(interval_us))::BIGINT), INTERVAL '10 seconds')
                           FROM ticks WHERE %s
                       ) AS until
                FROM processes
                WHERE start_time < %s AND last_seen >= %s""".formatted(
                        range(),
                        SqlText.time(moment.to().plusSeconds(1)),
                        SqlText.time(moment.from().minusSeconds(600))));
        String row = SqlText.name(time);
        statement.step("""
                SELECT r.* EXCLUDE (%1$srow), %2$s
                FROM (SELECT *, row_number() OVER () AS %1$srow FROM %3$s) r
                LEFT JOIN %4$s p
                  ON p.pid = r.pid%5$s
                 AND p.start_time <= r.%6$s + %7$s AND p.until >= r.%6$s
                QUALIFY row_number() OVER (PARTITION BY r.%1$srow ORDER BY p.start_time DESC) = 1""".formatted(
                        Stage.HIDDEN,
                        String.join(", ", selected),
                        from,
                        lives,
                        hasBoot ? " AND (r.boot_id IS NULL OR p.boot_id = r.boot_id)" : "",
                        row,
                        SLACK));
    }

    private String range() {
        return "timestamp >= %s AND timestamp < %s".formatted(SqlText.time(moment.from()), SqlText.time(moment.to()));
    }
}
