package dev.tachograph.worker;

/** A process that cages itself as a worker does, says what the cage is like, and does nothing else. */
final class CageCheck implements Answering {
    private CageCheck() {}

    public static void main(String[] arguments) {
        WorkerProcess.run(arguments, (temporary, isCaged) -> new CageCheck());
    }

    @Override
    public SqlRun.End answer(WorkerRequest request, AnswerSink sink) throws SqlRefusal {
        throw new SqlRefusal(SqlRefusal.Kind.UNAVAILABLE, "this process answers nothing");
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {}
}
