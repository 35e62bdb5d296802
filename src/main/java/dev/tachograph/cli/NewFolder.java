package dev.tachograph.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that something whole is to be written to: nothing may be in it. */
final class NewFolder {
    private NewFolder() {}

    static boolean isNewOrEmpty(Path directory) {
        if (!Files.exists(directory)) {
            return true;
        }
        try (var files = Files.newDirectoryStream(directory)) {
            return !files.iterator().hasNext();
        } catch (IOException _) {
            return false;
        }
    }
}
