package dev.tachograph.worker;

import dev.tachograph.linux.Sandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How what a worker says is written into frames, apart from rows, and read from them. */
final class Answers {
    static final int MOST_COLUMNS = 1 << 16;
    private static final int MOST_MESSAGE = 8192;

    private Answers() {}

    static FrameWriter.Body ready(Sandbox.Report report) {
        var body = new FrameWriter.Body().number(report.outcomes().size());
        for (Sandbox.Outcome outcome : report.outcomes()) {
            body.one(outcome.part()).flag(outcome.isApplied()).text(outcome.detail());
        }
        return body;
    }

    static Sandbox.Report ready(FrameBody body) throws FrameException {
        List<Sandbox.Outcome> outcomes = new ArrayList<>();
        for (int count = body.count(Sandbox.Part.values().length); count > 0; count--) {
            outcomes.add(new Sandbox.Outcome(body.one(Sandbox.Part.values()), body.flag(), body.text()));
        }
        body.end();
        return new Sandbox.Report(outcomes);
    }

    static FrameWriter.Body columns(List<SqlRun.Column> columns) {
        var body = new FrameWriter.Body().number(columns.size());
        for (SqlRun.Column column : columns) {
            body.text(column.name()).text(column.type());
        }
        return body;
    }

    static List<SqlRun.Column> columns(FrameBody body) throws FrameException {
        List<SqlRun.Column> columns = new ArrayList<>();
        for (int count = body.count(MOST_COLUMNS); count > 0; count--) {
            columns.add(new SqlRun.Column(body.text(), body.text()));
        }
        body.end();
        return columns;
    }

    static FrameWriter.Body end(SqlRun.End end) {
        return new FrameWriter.Body()
                .number(end.rows())
                .flag(end.truncated())
                .number(end.elapsed().toNanos());
    }

    static SqlRun.End end(FrameBody body) throws FrameException {
        var end = new SqlRun.End(body.number(), body.flag(), Duration.ofNanos(body.number()));
        body.end();
        return end;
    }

    static FrameWriter.Body refusal(SqlRefusal refusal) {
        String message = String.valueOf(refusal.getMessage());
        return new FrameWriter.Body()
                .one(refusal.kind())
                .text(message.length() > MOST_MESSAGE ? message.substring(0, MOST_MESSAGE) + "…" : message);
    }

    static SqlRefusal refusal(FrameBody body) throws FrameException {
        var refusal = new SqlRefusal(body.one(SqlRefusal.Kind.values()), body.text());
        body.end();
        return refusal;
    }
}
