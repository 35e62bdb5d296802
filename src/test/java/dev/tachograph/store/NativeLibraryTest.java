package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NativeLibraryTest {
    @TempDir
    private Path temporary;

    private final byte[] content = new byte[3_000_000];
    private Path jar = Path.of("");
    private Path folder = Path.of("");
    private Path library = Path.of("");

    @BeforeEach
    void packDriver() throws IOException {
        new Random(1).nextBytes(content);
        jar = temporary.resolve("driver.jar");
        folder = temporary.resolve("cache/native/abc");
        library = folder.resolve(NativeLibrary.FILE_NAME);
        pack("libduckdb_java.so_linux_amd64", "libduckdb_java.so_linux_arm64");
    }

    private void pack(String... names) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                var zip = new ZipOutputStream(out)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(content);
            }
        }
    }

    @Test
    void itIsUnpackedOnceIntoAFolderOfItsOwnersAlone() throws IOException {
        NativeLibrary.unpack(jar, folder);
        assertThat(library).hasBinaryContent(content);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        Object first = Files.getAttribute(library, "unix:ino");
        NativeLibrary.unpack(jar, folder);
        assertThat(Files.getAttribute(library, "unix:ino")).isEqualTo(first);
        assertThat(names()).containsExactlyInAnyOrder(NativeLibrary.FILE_NAME, "lock");
    }

    @Test
    void aHalfWrittenOneIsReplacedAndWhatKilledStartsLeftIsRemoved() throws IOException {
        NativeLibrary.unpack(jar, folder);
        Files.write(library, new byte[1000]);
        Files.write(folder.resolve(NativeLibrary.UNPACKING + "123.so"), new byte[10]);
        NativeLibrary.unpack(jar, folder);
        assertThat(library).hasBinaryContent(content);
        assertThat(names()).containsExactlyInAnyOrder(NativeLibrary.FILE_NAME, "lock");
    }

    @Test
    void aLinkInThePlaceOfTheLibraryIsReplaced() throws IOException {
        NativeLibrary.unpack(jar, folder);
        Path foreign = Files.write(temporary.resolve("foreign.so"), new byte[content.length]);
        Files.delete(library);
        Files.createSymbolicLink(library, foreign);
        NativeLibrary.unpack(jar, folder);
        assertThat(Files.isSymbolicLink(library)).isFalse();
        assertThat(library).hasBinaryContent(content);
    }

    @Test
    void aFolderThatOthersMayEnterIsRefused() throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatThrownBy(() -> NativeLibrary.unpack(jar, folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("rwxr-xr-x")
                .hasMessageContaining("remove it");
        assertThat(library).doesNotExist();
    }

    @Test
    void aFolderOfAnotherUserIsRefused() throws IOException {
        assumeThat(Ownership.ownUid()).as("only root can give folders away").isZero();
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Files.setAttribute(folder, "unix:uid", 65534);
        assertThatThrownBy(() -> NativeLibrary.unpack(jar, folder)).hasMessageContaining("uid 65534");
    }

    @Test
    void aLinkOrAFileInThePlaceOfTheFolderIsRefused() throws IOException {
        Path real = Files.createDirectories(temporary.resolve("real"));
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(folder.getParent());
        Files.createSymbolicLink(folder, real);
        assertThatThrownBy(() -> NativeLibrary.unpack(jar, folder)).hasMessageContaining("is a link");
        assertThat(real).isEmptyDirectory();
        Files.delete(folder);
        Files.writeString(folder, "");
        assertThatThrownBy(() -> NativeLibrary.unpack(jar, folder)).hasMessageContaining("is a file");
    }

    @Test
    void aDriverWithoutALibraryForThisMachineIsNamed() throws IOException {
        pack("libduckdb_java.so_osx_universal");
        assertThatThrownBy(() -> NativeLibrary.unpack(jar, folder))
                .hasMessageContaining(jar.toString())
                .hasMessageContaining("no library for Linux");
    }

    @Test
    void manyStartsAtOnceFindOneWholeLibrary() throws Exception {
        List<Child> children = List.of(unpacking(), unpacking(), unpacking());
        for (Child child : children) {
            try (child) {
                assertThat(child.nextLine()).isEqualTo("" + content.length);
                assertThat(child.waitFor()).isZero();
            }
        }
        assertThat(library).hasBinaryContent(content);
        assertThat(names()).containsExactlyInAnyOrder(NativeLibrary.FILE_NAME, "lock");
    }

    private Child unpacking() throws IOException {
        return Child.start(UnpackLibrary.class, jar.toString(), folder.toString());
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
