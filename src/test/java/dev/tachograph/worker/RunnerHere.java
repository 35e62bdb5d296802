package dev.tachograph.worker;

import dev.tachograph.store.Recorded;
import dev.tachograph.store.Snapshot;
import dev.tachograph.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs statements as a worker does, but in this process: without a cage, and whole before the first byte is read. */
public final class RunnerHere implements SqlRunner {
    private final Recorded recorded;
    private final Answering answering;

    public RunnerHere(Recorded recorded, Path temporary) throws SqlRefusal {
        this.recorded = recorded;
        answering = SqlAnswering.open(temporary, false);
    }

    @Override
    public synchronized SqlRun begin(SqlQuestion question) throws SqlRefusal {
        var answer = new Whole();
        try (Snapshot snapshot = recorded.snapshot(question.sql())) {
            answer.dataUntil = snapshot.dataUntil();
            var request = new WorkerRequest(
                    snapshot.script(),
                    String.join("\n", snapshot.script()),
                    snapshot.folder(),
                    question.sql(),
                    question.origin(),
                    question.format(),
                    question.mostRows());
            answer.end = answering.answer(request, answer);
        } catch (SqlRefusal e) {
            answer.refusal = e;
        } catch (StoreException | IOException e) {
            answer.refusal = new SqlRefusal(SqlRefusal.Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
        return answer;
    }

    @Override
    public void close() {
        answering.close();
    }

    private static final class Whole implements AnswerSink, SqlRun {
        private final ByteArrayOutputStream rows = new ByteArrayOutputStream();
        private @Nullable List<Column> columns;
        private @Nullable Instant dataUntil;
        private @Nullable End end;
        private @Nullable SqlRefusal refusal;

        @Override
        public void columns(List<Column> found) {
            columns = found;
        }

        @Override
        public void rows(byte[] bytes, int offset, int length) {
            rows.write(bytes, offset, length);
        }

        @Override
        public Head head() throws SqlRefusal {
            if (columns == null) {
                throw refused();
            }
            return new Head(columns, dataUntil);
        }

        @Override
        public End writeRows(OutputStream out) throws SqlRefusal, IOException {
            rows.writeTo(out);
            if (end == null) {
                throw refused();
            }
            return end;
        }

        private SqlRefusal refused() {
            return refusal == null ? new SqlRefusal(SqlRefusal.Kind.CRASHED, "no answer") : refusal;
        }

        @Override
        public void cancel() {}

        @Override
        public void close() {}
    }
}
