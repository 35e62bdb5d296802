package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The path and the reason, never the one without the other. */
class FileErrorsTest {
    @TempDir
    private Path folder;

    @Test
    void thePathAndTheReason() {
        assertThat(FileErrors.sentence(new AccessDeniedException("/a"))).isEqualTo("/a: permission denied");
        assertThat(FileErrors.sentence(new NoSuchFileException("/a"))).isEqualTo("/a: no such file or directory");
        assertThat(FileErrors.sentence(new FileSystemException("/a", null, "Read-only file system")))
                .isEqualTo("/a: Read-only file system");
        assertThat(FileErrors.sentence(new FileSystemException("/a"))).isEqualTo("/a: FileSystemException");
    }

    @Test
    void whatHasWordsOfItsOwnKeepsTheFirstLineOfThem() {
        assertThat(FileErrors.sentence(new IOException("the disk is gone\nat 7")))
                .isEqualTo("the disk is gone");
        assertThat(FileErrors.sentence(new IOException())).isEqualTo("IOException");
    }

    @Test
    void thePlaceIsTheOneThatTheUserNamed() {
        Path named = Path.of("/mnt/x");
        Path meanwhile = Path.of("/mnt/.new-x");
        IOException denied = new AccessDeniedException("/mnt/.new-x");
        assertThat(FileErrors.at(named, meanwhile, denied))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessage("/mnt/x")
                .hasCause(denied);
        IOException full = new FileSystemException("/mnt/.new-x/segments", null, "No space left on device");
        assertThat(FileErrors.sentence(FileErrors.at(named, meanwhile, full)))
                .isEqualTo("/mnt/x: No space left on device");
        IOException other = new NoSuchFileException("/data/segments");
        assertThat(FileErrors.at(named, meanwhile, other)).isSameAs(other);
    }

    @Test
    void aDirectoryIsOne() throws IOException {
        assertThat(FileErrors.isDirectory(folder)).isTrue();
        assertThat(FileErrors.isDirectory(folder.resolve("no"))).isFalse();
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(FileErrors.isDirectory(file)).isFalse();
        assertThat(FileErrors.isDirectory(file.resolve("below"))).isFalse();
    }
}
