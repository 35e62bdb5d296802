package dev.tachograph.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The hot file of a folder, and what DuckDB keeps beside it: its log, and while a checkpoint runs up to two more. */
record HotFiles(Path folder) {
    private static final String LOG = DataDirectory.HOT_FILE + ".wal";

    Path hot() {
        return folder.resolve(DataDirectory.HOT_FILE);
    }

    Path log() {
        return folder.resolve(LOG);
    }

    /** Everything whose name begins like the log's, in order of names: the log itself first. */
    List<Path> companions() throws IOException {
        List<Path> found = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder, LOG + "*")) {
            for (Path file : files) {
                if (!file.toString().endsWith(Durable.UNFINISHED)) {
                    found.add(file);
                }
            }
        }
        Collections.sort(found);
        return found;
    }
}
