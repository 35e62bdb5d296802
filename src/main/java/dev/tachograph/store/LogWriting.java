package dev.tachograph.store;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.tachograph.model.LargeValue;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogOrigin;
import dev.tachograph.model.LogPosition;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes log lines, and how far their readers are. */
final class LogWriting {
    private LogWriting() {}

    /** A value with the line that it belongs to. */
    private record ValueRow(LogEncoder.LineRow row, LargeValue value) {}

    /** Adds lines to a transaction. */
    static void add(WriteTransaction transaction, LogEncoder.Rows rows) throws SQLException {
        transaction.append("log_origins", rows.origins(), LogWriting::origin);
        transaction.append("log_lines", rows.lines(), LogWriting::line);
        List<ValueRow> values = rows.lines().stream()
                .filter(row -> !row.logLine().largeValues().isEmpty())
                .flatMap(row -> row.logLine().largeValues().stream().map(value -> new ValueRow(row, value)))
                .toList();
        transaction.append("log_values", values, LogWriting::value);
    }

    /** Puts positions in the place of those under the same names. */
    static void add(WriteTransaction transaction, Collection<LogPosition> positions) throws SQLException {
        if (positions.isEmpty()) {
            return;
        }
        transaction.execute("DELETE FROM hot.log_positions WHERE reader IN (%s)"
                .formatted(positions.stream()
                        .map(position -> Sql.text(position.reader()))
                        .collect(Collectors.joining(", "))));
        transaction.append("log_positions", positions, LogWriting::position);
    }

    private static void origin(NewRow to, LogEncoder.OriginRow row) throws SQLException {
        LogOrigin origin = row.origin();
        to.append(row.originId());
        to.append(origin.source().word());
        to.append(origin.sequenceId());
        to.append(origin.bootId());
        to.append(origin.machineId());
        to.append(origin.hostname());
        to.append(origin.transport());
        to.append(origin.unit());
        to.append(origin.userUnit());
        to.append(origin.slice());
        to.append(origin.session());
        to.append(origin.invocationId());
        to.append(origin.identifier());
        to.append(origin.pid());
        to.append(origin.uid());
        to.append(origin.gid());
        to.append(origin.comm());
        to.append(origin.exe());
        to.append(origin.cmdline());
    }

    private static void line(NewRow to, LogEncoder.LineRow row) throws SQLException {
        LogLine line = row.logLine();
        to.append(row.line());
        to.append(row.originId());
        to.appendEpochMicros(Micros.of(line.timestamp()));
        to.append(line.monotonicMicros());
        to.append(line.sequence());
        to.append(small(line.priority()));
        to.append(small(line.facility()));
        to.append(line.message());
        to.append(messageBytes(line));
        to.append(line.aboutUnit());
        to.append(line.messageId());
        to.append(line.codeFile());
        to.append(line.codeLine());
        to.append(line.codeFunction());
        to.append(line.errno());
        to.append(line.fields().isEmpty() ? null : json(line.fields()));
        to.append(row.pattern());
    }

    private static String json(Map<String, List<String>> fields) {
        JsonStringEncoder encoder = JsonStringEncoder.getInstance();
        var json = new StringBuilder(128);
        char before = '{';
        for (var field : fields.entrySet()) {
            json.append(before).append('"');
            encoder.quoteAsString(field.getKey(), json);
            json.append("\":[");
            String separator = "\"";
            for (String value : field.getValue()) {
                json.append(separator);
                encoder.quoteAsString(value, json);
                separator = "\",\"";
            }
            json.append("\"]");
            before = ',';
        }
        return json.append('}').toString();
    }

    /** Of the values that are kept apart. */
    static long largeBytes(LogEncoder.Rows rows) {
        return rows.lines().stream()
                .flatMap(row -> row.logLine().largeValues().stream())
                .mapToLong(value -> value.bytes().length)
                .sum();
    }

    private static @Nullable Byte small(@Nullable Integer number) {
        return number == null ? null : Byte.valueOf(number.byteValue());
    }

    /** Of a message that is kept apart; {@code null} when the row has all of it. */
    private static @Nullable Long messageBytes(LogLine line) {
        return line.largeValues().stream()
                .filter(value -> value.field().equals(LogLine.MESSAGE))
                .flatMap(value -> Stream.of((long) value.bytes().length))
                .findFirst()
                .orElse(null);
    }

    private static void value(NewRow to, ValueRow row) throws SQLException {
        to.append(row.row.line());
        to.appendEpochMicros(Micros.of(row.row.logLine().timestamp()));
        to.append(row.value.field());
        to.append(row.value.bytes());
    }

    private static void position(NewRow to, LogPosition position) throws SQLException {
        to.append(position.reader());
        to.append(position.position());
    }
}
