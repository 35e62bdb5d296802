package dev.tachograph.bundle;

import dev.tachograph.probe.Redaction;
import dev.tachograph.store.CutStore;
import dev.tachograph.store.CutTable;
import dev.tachograph.store.DocumentedView;
import dev.tachograph.store.StoreException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The process that does a bundle's work in the database, and says what it did. It has a main method of its own. */
final class BundleWork {
    static final String ROWS = "rows";
    static final String REDACTED = "redacted";
    static final String DONE = "done";
    static final String FAILED = "failed";

    /** The rows as they were cut, before secrets are taken out of them. */
    static final String RAW = "raw";
    /** The data directory that is made of them. */
    static final String DATA = "data";

    private static final PrintStream OUT = System.out;
    private static final String ENDING = ".parquet";

    private final Path folder;
    private final int schema;
    private final PrintStream out;

    private BundleWork(Path folder, int schema, PrintStream out) {
        this.folder = folder;
        this.schema = schema;
        this.out = out;
    }

    /** What is to be done. */
    enum Mode {
        /** The members of a bundle from what was cut. */
        MAKE,
        /** A data directory from the members of a bundle. */
        OPEN
    }

    public static void main(String[] arguments) {
        Thread.ofPlatform().daemon().name("parent").start(BundleWork::endWithParent);
        run(Mode.valueOf(arguments[0]), Path.of(arguments[1]), Integer.parseInt(arguments[2]), OUT);
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

    static void run(Mode mode, Path folder, int schema, PrintStream out) {
        var work = new BundleWork(folder, schema, out);
        try {
            switch (mode) {
                case MAKE -> work.make();
                case OPEN -> work.open();
            }
            work.say(DONE);
        } catch (StoreException | IOException | RuntimeException e) {
            work.say(FAILED + " " + oneLine(String.valueOf(e.getMessage())));
        }
    }

    /** A message has words of the bundle, and none of them may look like a line of ours. */
    private static String oneLine(String message) {
        return message.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    private void make() throws StoreException, IOException {
        Redaction redaction = RedactionFile.take(folder);
        try (CutStore store = CutStore.make(folder.resolve(DATA), folder, schema)) {
            store.take(CutStore.files(folder.resolve(RAW)));
            if (redaction != null) {
                say(REDACTED + " " + store.redact(redaction.recordedTexts()));
            }
            for (DocumentedView view : DocumentedView.values()) {
                Path file = folder.resolve(Members.of(view));
                if (view.isRollUp()) {
                    Files.move(folder.resolve(RAW).resolve(view.word() + ENDING), file);
                    told(Members.of(view), store.rows(file));
                } else {
                    told(Members.of(view), store.write(view, file));
                }
            }
            for (CutTable table : CutTable.values()) {
                told(Members.of(table), store.write(table, folder.resolve(Members.of(table))));
            }
        }
    }

    private void open() throws StoreException {
        try (CutStore store = CutStore.make(folder.resolve(DATA), folder, schema)) {
            for (DocumentedView view : DocumentedView.values()) {
                told(Members.of(view), store.rows(folder.resolve(Members.of(view))));
            }
            Map<CutTable, Long> rows = store.take(CutStore.files(folder.resolve(Members.RECORD)));
            rows.forEach((table, count) -> told(Members.of(table), count));
            store.finish();
        }
    }

    private void told(String member, long rows) {
        say("%s %s %d".formatted(ROWS, member, rows));
    }
}
