package dev.tachograph.store;

import dev.tachograph.store.Migrations.Migration;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** A process that opens a data directory with one migration more than there are, and says what it is at. */
final class UpgradeOnce {
    static final String STARTED = "started";
    static final String OPENED = "opened";

    /** Enough to do that a kill finds it at work. */
    static final Migration NEXT = new Migration("9999-next.sql", """
            CREATE TABLE hot.more AS SELECT i, md5(i::VARCHAR) AS text FROM range(100000) r(i);
            ALTER TABLE hot.events ADD COLUMN next INTEGER DEFAULT 7;
            """);

    private UpgradeOnce() {}

    static List<Migration> migrations() {
        return Stream.concat(Migrations.all().stream(), Stream.of(NEXT)).toList();
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        try (DataDirectory _ = DataDirectory.hold(folder)) {
            Child.say(STARTED);
            SchemaUpgrade.removeLeftovers(folder);
            new SchemaUpgrade(folder, migrations(), InstantSource.system(), Child::say)
                    .open()
                    .close();
            Child.say(OPENED);
        }
    }
}
