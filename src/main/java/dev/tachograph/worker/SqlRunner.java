package dev.tachograph.worker;

/** Where SQL that somebody typed is run: never in the recorder's own process. Safe for many threads. */
public interface SqlRunner extends AutoCloseable {

    /**
     * Begins to run a statement. Waits for a turn, not for the answer.
     *
     * @throws SqlRefusal when it can't be run at all: other questions take too long, no process can be started
     */
    SqlRun begin(SqlQuestion question) throws SqlRefusal;

    /**
     * One that runs nothing, for a record that can't be asked.
     *
     * @param why for people
     */
    static SqlRunner none(String why) {
        return new SqlRunner() {
            @Override
            public SqlRun begin(SqlQuestion question) throws SqlRefusal {
                throw new SqlRefusal(SqlRefusal.Kind.UNAVAILABLE, why);
            }

            @Override
            public void close() {}
        };
    }

    /** Ends what is run at present. */
    @Override
    void close();
}
