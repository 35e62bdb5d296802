package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.linux.Journal;
import dev.tachograph.linux.JournalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalPlaceTest {
    private static final String MACHINE = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path root;

    @BeforeEach
    void aHost() throws IOException {
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve("etc/machine-id"), MACHINE + "\n");
    }

    private Path file(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "");
    }

    private JournalPlace host(boolean allNamespaces) {
        return JournalPlace.ofHost(root, allNamespaces);
    }

    @Test
    void theFoldersWithFilesOfThisHostAreFound() throws IOException {
        Path disk = file("var/log/journal/" + MACHINE + "/system.journal").getParent();
        Path memory = file("run/log/journal/" + MACHINE + "/system@1.journal~").getParent();
        Path namespace =
                file("var/log/journal/" + MACHINE + ".web/system.journal").getParent();
        file("var/log/journal/ffffffffffffffffffffffffffffffff/system.journal");

        assertThat(host(false))
                .isEqualTo(new JournalPlace.Accessible(new Journal.Selection.Host(false), List.of(disk, memory), null));
        assertThat(host(true))
                .isEqualTo(new JournalPlace.Accessible(
                        new Journal.Selection.Host(true), List.of(disk, namespace, memory), null));
    }

    @Test
    void whereThereAreNoFilesThereIsNoJournal() throws IOException {
        assertThat(host(false)).isInstanceOf(JournalPlace.None.class);
        file("var/log/journal/" + MACHINE + "/readme.txt");
        assertThat(host(false))
                .isInstanceOfSatisfying(
                        JournalPlace.None.class, none -> assertThat(none.why()).contains("no journal files in"));
        Files.delete(root.resolve("etc/machine-id"));
        assertThat(host(false))
                .isInstanceOfSatisfying(
                        JournalPlace.None.class, none -> assertThat(none.why()).contains("machine-id"));
    }

    @Test
    void aFolderIsReadWithItsMachinesAndNothingElse() throws Exception {
        Path folder = Files.createDirectories(root.resolve("copied"));
        Path machine = Files.createDirectories(folder.resolve(MACHINE));
        Path other = Files.createDirectories(folder.resolve("other"));
        JournalFiles.write(folder.resolve("a.journal"), JournalFiles.numbered(0, 2));
        JournalFiles.write(machine.resolve("b.journal"), JournalFiles.numbered(2, 4));
        JournalFiles.write(other.resolve("c.journal"), JournalFiles.numbered(4, 6));

        JournalSource source = Journals.in(folder);
        assertThat(source.place().folders()).containsExactly(folder, machine);
        assertThat(source.liveName()).isEqualTo("journal:" + folder);
        assertThat(source.historyName()).isEqualTo("journal-history:" + folder);
        try (JournalReader reader = source.live(Journals.FROM_THE_BEGIN, null)) {
            assertThat(reader.read(100, Duration.ZERO).lines()).hasSize(4);
        }
    }

    @Test
    void aFolderThatIsNoneIsToldSo() throws IOException {
        assertThat(JournalPlace.ofFolder(root.resolve("absent")))
                .isInstanceOfSatisfying(
                        JournalPlace.None.class, none -> assertThat(none.why()).startsWith("there is no folder"));
        assertThat(JournalPlace.ofFolder(file("file"))).isInstanceOf(JournalPlace.None.class);
        assertThat(JournalPlace.ofFolder(root)).isInstanceOf(JournalPlace.None.class);
    }

    @Test
    void filesThatMayNotBeReadAreNotAnEmptyJournal() throws Exception {
        Path file = file("var/log/journal/" + MACHINE + "/system.journal");
        String mine = "var/log/journal/" + MACHINE + "/user-65534.journal";
        makeSearchable(root.resolve("var/log/journal/" + MACHINE));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(asNobody()).startsWith("Refused[whatToDo=").contains("you need group systemd-journal");

        file(mine);
        assertThat(asNobody()).startsWith("Accessible[").contains("you need group systemd-journal");
    }

    private void makeSearchable(Path folder) throws IOException {
        Path at = root;
        Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (Path name : root.relativize(folder)) {
            at = at.resolve(name);
            Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** What the place is to a user without rights; root may read everything. */
    private String asNobody() throws IOException, InterruptedException {
        Process java = new ProcessBuilder(
                        "setpriv",
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AsNobody.class.getName(),
                        root.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(java.getInputStream().readAllBytes(), UTF_8);
        assertThat(java.waitFor()).as(said).isZero();
        return said;
    }

    /** Prints the place under a root. */
    static final class AsNobody {
        private AsNobody() {}

        public static void main(String[] args) {
            System.out.println(JournalPlace.ofHost(Path.of(args[0]), false));
        }
    }
}
