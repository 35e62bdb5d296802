package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a file system of 10 MiB. */
class DiskRoomTest {
    private static final long SIZE = 10 * 1024 * 1024;

    @TempDir
    private Path temporary;

    private SmallDisk disk;

    @BeforeEach
    void mount() throws Exception {
        disk = SmallDisk.mount(temporary, "10m");
    }

    @AfterEach
    void unmount() throws Exception {
        disk.unmount();
    }

    @Test
    void whatIsMissingIsWhatIsToStayFreeWithoutWhatIs() throws Exception {
        var room = new DiskRoom(temporary, 4_000_000, false);
        assertThat(room.look().missingBytes()).isZero();
        disk.fill(1_000_000);
        assertThat(room.look().missingBytes()).isBetween(3_000_000L, 3_010_000L);
    }

    @Test
    void theDefaultIsNoMoreThanATenthOfTheDiskButWhatWasAskedForIs() {
        assertThat(new DiskRoom(temporary, 1_000_000_000, true).look().leastBytes())
                .isEqualTo(SIZE / 10);
        assertThat(new DiskRoom(temporary, 1_000_000_000, false).look().leastBytes())
                .isEqualTo(1_000_000_000);
        assertThat(new DiskRoom(temporary, 100_000, true).look().leastBytes()).isEqualTo(100_000);
    }

    @Test
    void theLastBytesAreLeftAloneOnceNothingIsLeftToDelete() throws Exception {
        var room = new DiskRoom(temporary, 4_000_000, false);
        disk.fill(100_000);
        assertThatCode(room::check).doesNotThrowAnyException();
        room.setNothingLeftToTrim(true);
        assertThatThrownBy(room::check)
                .isInstanceOf(SQLException.class)
                .hasMessageMatching("the disk is full: 0\\.1 MB are free on .*, the last 0\\.2 MB are left alone.*");
        disk.makeRoom();
        assertThatCode(room::check).doesNotThrowAnyException();
    }

    @Test
    void aFolderThatIsGoneIsNoFullDisk() {
        var room = new DiskRoom(temporary.resolve("gone"), 4_000_000, false);
        room.setNothingLeftToTrim(true);
        assertThatCode(room::check).doesNotThrowAnyException();
        assertThat(room.look().missingBytes()).isZero();
    }
}
