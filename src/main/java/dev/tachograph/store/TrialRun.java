package dev.tachograph.store;

import dev.tachograph.store.OpeningTrial.Manner;
import dev.tachograph.store.Verdict.Contents;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The process that tries a database, and says what it found. It has a main method of its own, and ends with its parent. */
final class TrialRun {
    private static final PrintStream OUT = System.out;
    private static final String REHEARSAL = "rehearsal";

    private static final String CONTENTS =
            "SELECT max(tick), epoch_us(min(timestamp)), epoch_us(max(timestamp)) FROM hot.ticks";

    private final Path folder;
    private final PrintStream out;
    private boolean isOpen;

    private TrialRun(Path folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    public static void main(String[] arguments) {
        Thread.ofPlatform().daemon().name("parent").start(TrialRun::endWithParent);
        run(Path.of(arguments[0]), Manner.valueOf(arguments[1]), OUT);
    }

    /** Our input ends when the parent does, however it does. */
    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // nothing is ever sent
            }
        } catch (IOException _) {
            // as good as its end
        }
        Runtime.getRuntime().halt(1);
    }

    /** Writes a {@link TrialReport}. */
    static void run(Path folder, Manner manner, PrintStream out) {
        new TrialRun(folder, out).run(manner);
    }

    private void run(Manner manner) {
        try {
            NativeLibrary.prepare();
            DriverManager.getConnection("jdbc:duckdb:").close();
            say(TrialReport.ready());
        } catch (IOException | SQLException e) {
            say(TrialReport.untried(String.valueOf(e.getMessage())));
            return;
        }
        try {
            if (manner == Manner.SETTLE) {
                settle();
            }
            readAll();
            if (manner == Manner.REHEARSE) {
                rehearse();
            }
            say(TrialReport.sound());
        } catch (SQLException e) {
            String reason = String.valueOf(e.getMessage());
            boolean isUndecided = HotDatabase.isKeptFromUs(e) || (isOpen && HotDatabase.isShortage(e));
            say(isUndecided ? TrialReport.untried(reason) : TrialReport.broken(reason));
        } catch (IOException e) {
            say(TrialReport.untried("there is no copy to try it with: " + e.getMessage()));
        }
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    private void readAll() throws SQLException {
        try (HotDatabase database = HotDatabase.openReadOnly(folder)) {
            isOpen = true;
            Connection connection = database.writer();
            var check = new HotCheck(connection);
            boolean hasTicks = check.hasTicks();
            if (hasTicks) {
                say(TrialReport.ticks(contents(connection)));
            }
            check.readAll();
            List<String> contradictions = hasTicks ? check.contradictions() : List.of();
            if (!contradictions.isEmpty()) {
                throw new SQLException("ticks or rows contradict others: " + String.join("; ", contradictions));
            }
        }
    }

    private static Contents contents(Connection connection) throws SQLException {
        return Sql.all(connection, CONTENTS, row -> {
                    long newest = row.getLong(1);
                    return row.wasNull()
                            ? Contents.UNKNOWN
                            : new Contents(newest, Micros.toInstant(row.getLong(2)), Micros.toInstant(row.getLong(3)));
                })
                .getFirst();
    }

    private void settle() throws SQLException {
        try (HotDatabase database = HotDatabase.open(folder)) {
            Sql.execute(database.writer(), "CHECKPOINT");
        }
    }

    /** What a recorder does first to a database: it has the log replayed for writing, and makes it part of the file. */
    private void rehearse() throws IOException, SQLException {
        Path stage = folder.resolve(REHEARSAL);
        Durable.remove(stage);
        try {
            Durable.makeFolders(stage);
            var files = new HotFiles(folder);
            List<Path> all = new ArrayList<>(files.companions());
            all.add(files.hot());
            for (Path file : all) {
                Files.copy(file, stage.resolve(file.getFileName()));
            }
            try (HotDatabase database = HotDatabase.open(stage)) {
                Sql.execute(database.writer(), "CHECKPOINT");
            }
            try (HotDatabase database = HotDatabase.openReadOnly(stage)) {
                Migrations.version(database.writer());
            }
        } finally {
            Durable.remove(stage);
        }
    }
}
