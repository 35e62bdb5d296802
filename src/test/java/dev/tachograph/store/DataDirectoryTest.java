package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tachograph.store.DataDirectory.HeldException;
import dev.tachograph.store.DataDirectory.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DataDirectoryTest {
    private static final int NOBODY = 65534;

    @TempDir
    private Path folder;

    @Test
    void aNewFolderIsItsOwnersAloneAndItsParentsAreMade() throws Exception {
        Path deep = folder.resolve("a/b/data");
        try (DataDirectory directory = DataDirectory.hold(deep)) {
            assertThat(directory.path()).isEqualTo(deep);
            assertThat(mode(deep)).isEqualTo("rwx------");
            assertThat(mode(deep.resolve("tachograph.lock"))).isEqualTo("rw-------");
        }
    }

    @Test
    void anEmptyFolderBecomesPrivateAndHoldingItAgainMakesItPrivateAgain() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        DataDirectory.hold(folder).close();
        assertThat(mode(folder)).isEqualTo("rwx------");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        DataDirectory.hold(folder).close();
        assertThat(mode(folder)).isEqualTo("rwx------");
    }

    @Test
    void aFolderWithOtherFilesIsRefusedAndNotTouched() throws Exception {
        Files.writeString(folder.resolve("letter.txt"), "dear");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatThrownBy(() -> DataDirectory.hold(folder))
                .isInstanceOf(UnusableException.class)
                .hasMessage(folder + ": holds other files; choose an empty folder or a new one for --data-dir");
        assertThat(mode(folder)).isEqualTo("rwxr-xr-x");
        assertThat(folder).isDirectoryContaining("glob:**letter.txt").isDirectoryNotContaining("glob:**tachograph*");
    }

    @Test
    void aFolderIsNewUntilItHasBeenHeldOrHoldsAnything() throws Exception {
        Path data = folder.resolve("a/data");
        assertThat(DataDirectory.isNew(data)).isTrue();
        assertThat(folder).as("asking makes nothing").isEmptyDirectory();
        DataDirectory.hold(data).close();
        assertThat(DataDirectory.isNew(data)).isFalse();
        assertThat(DataDirectory.isNew(folder)).isFalse();
        assertThat(DataDirectory.isNew(Files.createFile(folder.resolve("file"))))
                .isFalse();
        assertThat(DataDirectory.isNew(Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"))))
                .isFalse();
    }

    @Test
    void aFreshFileSystemCountsAsEmpty() throws Exception {
        Files.createDirectory(folder.resolve("lost+found"));
        assertThat(DataDirectory.isNew(folder)).isTrue();
        DataDirectory.hold(folder).close();
        assertThat(folder.resolve("tachograph.lock")).exists();
    }

    /** Otherwise anybody could have root change the mode of /tmp. */
    @Test
    void aFileOfOurNameMakesAFolderOursOnlyWhenItIsOurs() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(folder.resolve("other"), "");
        Files.createSymbolicLink(folder.resolve("tachograph.lock"), folder.resolve("other"));
        assertThatThrownBy(() -> DataDirectory.hold(folder)).hasMessageContaining("holds other files");
        assertThat(mode(folder)).isEqualTo("rwxrwxrwx");
        Files.delete(folder.resolve("tachograph.lock"));

        assumeThat(Ownership.ownUid()).as("only root can give files away").isZero();
        Files.writeString(folder.resolve("tachograph.lock"), "");
        Files.setAttribute(folder.resolve("tachograph.lock"), "unix:uid", NOBODY);
        assertThatThrownBy(() -> DataDirectory.hold(folder)).hasMessageContaining("holds other files");
        assertThat(mode(folder)).isEqualTo("rwxrwxrwx");
    }

    @Test
    void aFolderOfAnotherUserIsRefused() throws Exception {
        assumeThat(Ownership.ownUid()).as("only root can give folders away").isZero();
        Files.setAttribute(folder, "unix:uid", NOBODY);
        assertThatThrownBy(() -> DataDirectory.hold(folder))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining("a folder of uid 65534")
                .hasMessageContaining("own uid 0");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aLinkToAFolderIsFollowedAndOneToNowhereIsRefused() throws Exception {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        DataDirectory.hold(link).close();
        assertThat(real.resolve("tachograph.lock")).exists();

        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
        assertThatThrownBy(() -> DataDirectory.hold(dangling))
                .isInstanceOf(UnusableException.class)
                .hasMessage(dangling + ": is a link that leads nowhere");
    }

    @Test
    void aLockFileThatIsALinkIsNotFollowed() throws Exception {
        Path target = Files.writeString(folder.resolve("precious"), "content");
        Path data = folder.resolve("data");
        DataDirectory.hold(data).close();
        Files.writeString(data.resolve(DataDirectory.HOT_FILE), "");
        Files.delete(data.resolve("tachograph.lock"));
        Files.createSymbolicLink(data.resolve("tachograph.lock"), target);
        assertThatThrownBy(() -> DataDirectory.hold(data)).isInstanceOf(UnusableException.class);
        assertThat(target).hasContent("content");
    }

    @Test
    void aFileInTheWayIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "content");
        assertThatThrownBy(() -> DataDirectory.hold(file))
                .isInstanceOf(UnusableException.class)
                .hasMessage(file + ": is a file, not a folder");
        assertThatThrownBy(() -> DataDirectory.hold(file.resolve("data")))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining(file.toString());
        assertThat(file).hasContent("content");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;b", "x?y=1"})
    void aPathThatTheDatabaseWouldTakeForOptionsIsRefused(String name) {
        assertThatThrownBy(() -> DataDirectory.hold(folder.resolve(name)))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining("can't have '" + name.charAt(1) + "' in its path");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anotherProcessThatHoldsItIsNamedAndLeavesItWhenItEnds() throws Exception {
        Child holder = Child.start(HoldDirectory.class, folder.toString());
        try (holder) {
            assertThat(holder.nextLine()).isEqualTo("held");
            assertThatThrownBy(() -> DataDirectory.hold(folder))
                    .isInstanceOf(HeldException.class)
                    .hasMessage("%s: another recorder, pid %d, writes here".formatted(folder, holder.pid()));
            holder.kill();
        }
        DataDirectory.hold(folder).close();
    }

    @Test
    void aSecretIsMadeOnceForItsOwnerAlone() throws Exception {
        try (DataDirectory directory = DataDirectory.hold(folder)) {
            byte[] made = directory.secret("token");
            assertThat(made).hasSize(32).isNotEqualTo(new byte[32]);
            assertThat(directory.secret("token")).isEqualTo(made);
            assertThat(directory.secret("other")).isNotEqualTo(made);
            assertThat(mode(folder.resolve("token"))).isEqualTo("rw-------");
            assertThat(folder.resolve("token")).hasContent(HexFormat.of().formatHex(made) + "\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123", "not hexadecimal at all", "\u00e4\u00ff"})
    void aDamagedSecretIsRefusedByNameWithoutItsContentAndStaysAsItIs(String content) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), content);
        Files.writeString(folder.resolve(DataDirectory.HOT_FILE), "");
        try (DataDirectory directory = DataDirectory.hold(folder)) {
            assertThatThrownBy(() -> directory.secret("token"))
                    .isInstanceOf(UnusableException.class)
                    .hasMessage(file
                            + ": is damaged: 64 hexadecimal digits are expected; move it away and a new one is made");
            assertThat(file).hasContent(content);
        }
    }

    @Test
    void aSecretThatCannotBeReadOrWrittenNamesItsFile() throws Exception {
        try (DataDirectory directory = DataDirectory.hold(folder)) {
            Files.createDirectory(folder.resolve("token"));
            assertThatThrownBy(() -> directory.secret("token"))
                    .isInstanceOf(UnusableException.class)
                    .hasMessageContaining(folder.resolve("token") + ": can't be read");
            assertThatThrownBy(() -> directory.secret("no/such/folder"))
                    .isInstanceOf(UnusableException.class)
                    .hasMessageContaining(folder.resolve("no/such/folder") + ": can't be written");
        }
    }

    @Test
    void aSecretWhoseWritingWasCutShortIsMadeAnew() throws Exception {
        try (DataDirectory directory = DataDirectory.hold(folder)) {
            Files.writeString(folder.resolve("token.new"), "012");
            assertThat(directory.secret("token")).hasSize(32);
            assertThat(folder.resolve("token.new")).doesNotExist();
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
