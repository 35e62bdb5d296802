package dev.tachograph.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelFilesTest {
    @TempDir
    Path folder;

    private static KernelFiles open(boolean plain, Path root) {
        return plain ? KernelFiles.plain(root) : KernelFiles.under(root);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFileIsReadWholeAndAnewEachTime(boolean plain) throws Exception {
        String longText = "line\n".repeat(50_000);
        Files.writeString(folder.resolve("long"), longText);
        try (KernelFiles files = open(plain, folder)) {
            assertThat(text(files, files.read("long"))).isEqualTo(longText);
            Files.writeString(folder.resolve("long"), "short\n");
            assertThat(text(files, files.read("long"))).isEqualTo("short\n");
            assertThat(text(files, files.readOnce("long"))).isEqualTo("short\n");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsMissingIsAnErrorNumberAndIsFoundWhenItComes(boolean plain) throws Exception {
        try (KernelFiles files = open(plain, folder)) {
            assertThat(files.read("later")).isEqualTo(-Errno.ENOENT);
            assertThat(files.readOnce("a".repeat(5000))).isNegative();
            assertThat(files.read(".")).isNegative();
            Files.writeString(folder.resolve("later"), "here\n");
            assertThat(text(files, files.read("later"))).isEqualTo("here\n");
        }
    }

    @Test
    void aFileThatIsForgottenIsOpenedAnew() throws Exception {
        Files.writeString(folder.resolve("a"), "first\n");
        try (KernelFiles files = KernelFiles.under(folder)) {
            files.read("a");
            Files.delete(folder.resolve("a"));
            Files.writeString(folder.resolve("a"), "second\n");
            assertThat(text(files, files.read("a"))).isEqualTo("first\n");
            files.forget("a");
            assertThat(text(files, files.read("a"))).isEqualTo("second\n");
        }
    }

    @Test
    void filesOfTheKernelAreWholeThroughKeptDescriptors() throws Exception {
        try (KernelFiles files = KernelFiles.under(Path.of("/proc"))) {
            for (String name :
                    List.of("stat", "meminfo", "vmstat", "loadavg", "diskstats", "net/dev", "self/mountinfo")) {
                files.read(name);
                long lines = text(files, files.read(name)).lines().count();
                try (var expected = Files.lines(Path.of("/proc").resolve(name))) {
                    assertThat(lines).as(name).isEqualTo(expected.count());
                }
            }
        }
    }

    @Test
    void statvfsAndJavaAgreeAndErrorsAreNumbers() {
        FilesystemSize size = FilesystemSize.at(bytes("/"));
        FilesystemSize plain = FilesystemSize.askPlainly(bytes("/"));
        assertThat(size.error()).isZero();
        assertThat(size.sizeBytes()).isEqualTo(plain.sizeBytes()).isPositive();
        assertThat(size.freeBytes()).isBetween(0L, size.sizeBytes());
        assertThat(size.inodesFree()).isBetween(0L, size.inodes());
        assertThat(FilesystemSize.at(bytes("/not/there")).error()).isEqualTo(-Errno.ENOENT);
        assertThat(FilesystemSize.askPlainly(bytes("/not/there")).error()).isEqualTo(-Errno.ENOENT);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(KernelFiles files, int length) {
        return new String(files.bytes(), 0, length, UTF_8);
    }
}
