package dev.tachograph.worker;

import dev.tachograph.linux.Sandbox;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import org.jspecify.annotations.Nullable;

/**
 * The process that runs what somebody typed. It cages itself, says what the cage is like, and answers one statement after the
 * other until its input ends. Only frames go to its output: whatever else would print there goes to the error output.
 */
final class WorkerProcess {
    /** Of a frame to the worker: a statement and the script of the views. */
    static final int MOST_REQUEST_BYTES = 16 << 20;

    private final FrameReader in;
    private final FrameWriter out;
    private final Answering answering;
    private final StatementGuard guard;
    private final SynchronousQueue<Asked> asked = new SynchronousQueue<>();

    private WorkerProcess(FrameReader in, FrameWriter out, Answering answering) {
        this.in = in;
        this.out = out;
        this.answering = answering;
        this.guard = new StatementGuard(answering::cancel);
    }

    public static void main(String[] arguments) {
        run(arguments, SqlAnswering::open);
    }

    /** Never returns. The main thread has to call this, before it has started another. */
    static void run(String[] arguments, Answering.Opening opening) {
        var out = new FrameWriter(new FileOutputStream(FileDescriptor.out));
        System.setOut(System.err);
        System.clearProperty("tachograph.driver"); // whoever started this has unpacked the library
        try {
            Cage cage = Cage.parse(arguments);
            Sandbox.Report report = cage.close();
            var in = new FrameReader(new FileInputStream(FileDescriptor.in), MOST_REQUEST_BYTES);
            Answering answering = opening.open(cage.temporary(), report.isCaged());
            out.write(FrameType.READY, Answers.ready(report));
            new WorkerProcess(in, out, answering).serve();
        } catch (SqlRefusal e) {
            refuse(out, e);
        } catch (IOException e) {
            System.err.println(e); // nobody is there, or nobody whom we understand
        } catch (InterruptedException _) {
            // nobody does that
        }
        Runtime.getRuntime().halt(1);
    }

    private static void refuse(FrameWriter out, SqlRefusal refusal) {
        try {
            out.write(FrameType.REFUSAL, Answers.refusal(refusal));
        } catch (IOException e) {
            System.err.println(e);
        }
    }

    private void serve() throws IOException, InterruptedException {
        Thread.ofPlatform().daemon().name("requests").start(this::read);
        guard.start();
        while (true) {
            Asked next = asked.take();
            guard.begin(next.number(), next.timeLimit());
            try {
                answer(next.request());
            } finally {
                guard.end();
            }
        }
    }

    /** What a mistake of ours does to one statement it does not do to the next. */
    private void answer(WorkerRequest request) throws IOException {
        try {
            SqlRun.End end = answering.answer(request, new PipeSink());
            out.write(FrameType.END, Answers.end(end));
        } catch (GivenUpException _) {
            out.write(
                    FrameType.REFUSAL,
                    Answers.refusal(new SqlRefusal(SqlRefusal.Kind.CANCELLED, "the statement was ended")));
        } catch (SqlRefusal e) {
            out.write(FrameType.REFUSAL, Answers.refusal(e));
        } catch (StackOverflowError _) {
            out.write(
                    FrameType.REFUSAL,
                    Answers.refusal(new SqlRefusal(SqlRefusal.Kind.TOO_LARGE, "the statement is nested too deeply")));
        } catch (RuntimeException e) {
            out.write(
                    FrameType.REFUSAL,
                    Answers.refusal(new SqlRefusal(SqlRefusal.Kind.CRASHED, "the worker has a fault: " + e)));
        }
    }

    /** Reads until the recorder has nothing more to say, or is no more. */
    private void read() {
        int exit = 0;
        try {
            var script = Asked.Script.NONE;
            for (@Nullable FrameType type = in.next(); type != null; type = in.next()) {
                switch (type) {
                    case REQUEST -> {
                        Asked request = Asked.parse(in.body(), script);
                        script = request.script();
                        asked.put(request);
                    }
                    case CANCEL -> guard.cancel(in.body().number());
                    default -> throw new FrameException("%s is nothing that a worker is told".formatted(type));
                }
            }
        } catch (IOException | RuntimeException e) {
            System.err.println(e);
            exit = 1;
        } catch (InterruptedException _) {
            exit = 1;
        }
        Runtime.getRuntime().halt(exit);
    }

    /** Nobody wants more of this answer. */
    private static final class GivenUpException extends IOException {
        private static final long serialVersionUID = 1;

        GivenUpException() {
            super("the statement was cancelled");
        }
    }

    /** Into the pipe, as long as somebody wants it. */
    private final class PipeSink implements AnswerSink {
        private static final int PIECE = 1 << 16;

        @Override
        public void columns(List<SqlRun.Column> columns) throws SqlRefusal, IOException {
            byte[] body = Answers.columns(columns).toBytes();
            if (columns.size() > Answers.MOST_COLUMNS || body.length >= Worker.MOST_ANSWER_BYTES) {
                throw new SqlRefusal(
                        SqlRefusal.Kind.TOO_LARGE,
                        "the answer has %d columns, whose names and types are too much".formatted(columns.size()));
            }
            out.write(FrameType.COLUMNS, body, 0, body.length);
        }

        @Override
        public void rows(byte[] bytes, int offset, int length) throws IOException {
            for (int done = 0; done < length; done += PIECE) {
                if (guard.isCancelled()) {
                    throw new GivenUpException();
                }
                out.write(FrameType.ROWS, bytes, offset + done, Math.min(PIECE, length - done));
            }
        }
    }
}
