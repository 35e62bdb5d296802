package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the golden data of the schema that this program writes, which is done once, before a program with the next schema is
 * made: {@code mvn -DskipUi test -Dtest=MakeGoldenData}. No suite runs it.
 */
class MakeGoldenData {
    /** What users may ask of this schema, by the names that are promised to them. */
    private static final List<String> QUESTIONS = List.of(
            "digest SELECT " + Columns.OF_TICKS + " FROM ticks ORDER BY tick",
            "rows SELECT " + Columns.OF_TICKS + " FROM ticks WHERE tick % 40 = 1 ORDER BY tick",
            "rows SELECT epoch_us(timestamp), boot_id::VARCHAR, kind, amount_us, detail FROM events ORDER BY timestamp, kind",
            "rows SELECT stream, epoch_us(from_time), epoch_us(to_time), cause, count, detail FROM gaps ORDER BY from_time, cause",
            "rows SELECT process_id, boot_id::VARCHAR, pid, epoch_us(start_time), epoch_us(first_seen), epoch_us(last_seen), exited, name, cmdline, \"user\", user_id, parent_pid, unit, container, cgroup, kernel_thread, generation FROM processes ORDER BY process_id",
            "rows SELECT " + Columns.OF_LINES + " FROM journal_logs ORDER BY line",
            "rows SELECT line, epoch_us(timestamp), field, octet_length(value), sha256(value) FROM log_values ORDER BY line, field",
            "digest SELECT epoch_us(timestamp), cpu_usage, cpu_us, rss_bytes, written_bytes, queue_depth FROM recorder ORDER BY timestamp, cpu_us",
            "digest SELECT * EXCLUDE (timestamp, start_time), epoch_us(timestamp), epoch_us(start_time) FROM process_exits ORDER BY ALL",
            "digest SELECT * EXCLUDE (timestamp), epoch_us(timestamp) FROM cpu ORDER BY tick, cpu",
            "digest SELECT * EXCLUDE (timestamp), epoch_us(timestamp) FROM memory ORDER BY tick",
            "digest SELECT * EXCLUDE (timestamp), epoch_us(timestamp) FROM load ORDER BY tick",
            "digest SELECT * EXCLUDE (timestamp), epoch_us(timestamp) FROM pressure ORDER BY tick",
            "digest SELECT * EXCLUDE (timestamp), epoch_us(timestamp) FROM disks ORDER BY tick, device",
            "digest SELECT * EXCLUDE (timestamp), epoch_us(timestamp) FROM filesystems ORDER BY tick, mount_point",
            "digest SELECT * EXCLUDE (timestamp), epoch_us(timestamp) FROM networks ORDER BY tick, interface",
            "digest SELECT * EXCLUDE (timestamp), epoch_us(timestamp) FROM cgroups ORDER BY tick, cgroup",
            "rows SELECT epoch_us(timestamp), * EXCLUDE (timestamp) FROM process_hours ORDER BY ALL",
            "digest SELECT epoch_us(timestamp), * EXCLUDE (timestamp) FROM process_minutes ORDER BY ALL",
            "digest SELECT epoch_us(timestamp), * EXCLUDE (timestamp) FROM metric_hours ORDER BY ALL",
            "digest SELECT epoch_us(timestamp), * EXCLUDE (timestamp) FROM metric_minutes ORDER BY ALL",
            "digest SELECT " + Columns.OF_PROCESSES + " FROM process_metrics ORDER BY tick, pid, process_id",
            "rows SELECT " + Columns.OF_PROCESSES
                    + " FROM process_metrics WHERE tick % 40 = 1 ORDER BY tick, pid, process_id");

    private static final List<String> INSTANTS = List.of(
            "2026-11-23T23:40:00Z", // before the first tick
            "2026-11-23T23:44:00Z",
            "2026-11-23T23:49:05Z", // ticks that were dropped
            "2026-11-23T23:53:30Z", // stopped
            "2026-11-23T23:59:59.999999Z",
            "2026-11-24T00:02:00Z", // asleep
            "2026-11-24T00:07:00Z", // the clock was set back: twice there
            "2026-11-24T00:08:30Z", // killed
            "2026-11-24T00:12:00Z", // started anew
            "2026-11-24T00:14:00Z", // another boot
            "2026-11-24T00:20:00Z",
            "2026-11-24T12:00:00Z"); // long after the last tick

    private static final class Columns {
        static final String OF_TICKS =
                "tick, epoch_us(timestamp), boot_id::VARCHAR, boottime_us, monotonic_us, interval_us, processes, cost_us, host_busy_us, attributed_us, unattributed_us";
        static final String OF_LINES =
                "line, epoch_us(timestamp), monotonic_us, source, sequence_id::VARCHAR, sequence, boot_id::VARCHAR, machine_id::VARCHAR, hostname, transport, priority, facility, unit, user_unit, about_unit, slice, session, invocation_id::VARCHAR, identifier, pid, uid, gid, comm, exe, cmdline, message, message_bytes, message_id::VARCHAR, code_file, code_line, code_function, errno, fields['_GID']::VARCHAR, fields['ÄPFEL']::VARCHAR, fields['JOB_ID']::VARCHAR, pattern";
        static final String OF_PROCESSES =
                "tick, epoch_us(timestamp), process_id, pid, epoch_us(start_time), parent_pid, name, cmdline, \"user\", user_id, status, cpu_usage, cpu_time, mem_usage, virtual_memory, runtime, threads, read_bytes, write_bytes, read_rate, write_rate, open_files, unit, container, cgroup, kernel_thread, generation";
    }

    @TempDir
    private Path folder;

    @Test
    void makeTheGoldenDataOfThisSchema() throws Exception {
        for (Golden golden : Golden.of(Migrations.NEWEST)) {
            assertThat(golden.isKept())
                    .as("%s is kept already; what has landed never changes", golden)
                    .isFalse();
            Path directory = folder.resolve(golden.end().name());
            live(directory, golden.end());
            golden.pack(directory);
            Files.write(golden.answers(), answers(directory).lines());
        }
    }

    private static void live(Path directory, EventfulLife.End end) throws IOException, InterruptedException {
        try (Child child = Child.start(EventfulLife.class, directory.toString(), end.name())) {
            switch (end) {
                case STOPPED -> assertThat(child.waitFor()).isZero();
                case KILLED -> {
                    assertThat(child.nextLine()).isEqualTo(EventfulLife.DONE);
                    child.kill();
                }
            }
        }
    }

    private static GoldenAnswers answers(Path directory) throws Exception {
        Stream<String> instants = INSTANTS.stream()
                .map(instant -> "rows SELECT " + Columns.OF_PROCESSES + " FROM processes_at(TIMESTAMPTZ '" + instant
                        + "') ORDER BY tick, pid, process_id");
        try (StoppedStore store = StoppedStore.open(directory);
                Connection connection = store.connect()) {
            return GoldenAnswers.ask(
                    connection, Stream.concat(QUESTIONS.stream(), instants).toList());
        }
    }
}
