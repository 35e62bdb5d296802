package dev.tachograph.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelTreeTest {
    private final byte[] buffer = new byte[64];

    @TempDir
    private Path folder;

    @BeforeAll
    static void systemCallsAreSupported() {
        assumeTrue(SystemCalls.areSupported(), "the C library lacks a function");
    }

    /** Each is closed after its test. */
    static Stream<KernelTree> ways() {
        return Stream.of(KernelTree.open(), KernelTree.openPlain());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void filesAndFoldersAreFound(KernelTree files) throws IOException {
        Files.createDirectories(folder.resolve("one/within"));
        Files.createDirectory(folder.resolve("two"));
        Files.writeString(folder.resolve("two/file"), "content");
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("two"));
        assertThat(files.folders(folder.toString())).containsExactlyInAnyOrder("one", "two");
        int length = files.read(folder + "/two/file", buffer);
        assertThat(new String(buffer, 0, length, StandardCharsets.US_ASCII)).isEqualTo("content");
        assertThat(files.read(folder + "/none", buffer)).isEqualTo(-Errno.ENOENT);
        assertThat(files.folders(folder + "/none")).isEmpty();
        assertThat(files.folder(folder + "/none")).isNull();
        assertThat(files.folder(folder + "/one"))
                .isEqualTo(new KernelTree.Folder((long) Files.getAttribute(folder.resolve("one"), "unix:ino"), (int)
                        Files.getAttribute(folder.resolve("one"), "unix:nlink")));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void pathsTooLongAreNotFound(KernelTree files) {
        String path = "/a".repeat(3000);
        assertThat(files.read(path, buffer)).isNegative();
        assertThat(files.folder(path)).isNull();
        assertThat(files.folders(path)).isEmpty();
        assertThat(files.read("/a\0b", buffer)).isNegative();
    }

    @Test
    void descriptorsAreKeptUpToTheLimitAndGivenBack() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "1");
        try (var files = new SyscallKernelTree(1);
                KernelTree.KeptFile second = files.keep(file.toString())) {
            assertThat(files.kept()).isZero();
            try (KernelTree.KeptFile first = files.keep(file.toString())) {
                assertThat(first.read(buffer)).isEqualTo(1);
                assertThat(second.read(buffer)).isEqualTo(1);
                assertThat(files.kept()).isEqualTo(1);
                Files.writeString(file, "22");
                assertThat(first.read(buffer)).isEqualTo(2);
            }
            assertThat(files.kept()).isZero();
        }
    }
}
