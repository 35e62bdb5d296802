package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.linux.JournalFiles;
import dev.tachograph.probe.JournalPromises.Block;
import dev.tachograph.probe.JournalPromises.Missing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalPromisesTest {

    @TempDir
    Path folder;

    private static Block whole(long first, long last) {
        return new Block(first, last, last - first + 1, Instant.EPOCH);
    }

    private static Block withHoles(long first, long last) {
        return new Block(first, last, 1, Instant.EPOCH);
    }

    private static Missing between(long after, long before, Block... blocks) {
        return JournalPromises.between(List.of(blocks), after, before);
    }

    @Test
    void whatAFileHasAndWasNotBroughtIsPromised() {
        assertThat(between(10, 20, whole(1, 100))).isEqualTo(new Missing(9, 0));
        assertThat(between(10, 120, whole(1, 100), whole(120, 130))).isEqualTo(new Missing(90, 19));
    }

    @Test
    void whatIsInNoFileIsGone() {
        assertThat(between(10, 50, whole(50, 100))).isEqualTo(new Missing(0, 39));
        assertThat(between(10, 11, whole(1, 100))).isEqualTo(Missing.NOTHING);
    }

    @Test
    void whereNumbersAreElsewhereNothingIsClaimed() {
        assertThat(between(10, 20, withHoles(1, 100))).isEqualTo(Missing.NOTHING);
        assertThat(between(10, 50, withHoles(50, 100))).isEqualTo(Missing.NOTHING);
        assertThat(between(10, 50)).isEqualTo(Missing.NOTHING);
        assertThat(between(10, 50, withHoles(1, 20), whole(50, 60))).isEqualTo(Missing.NOTHING);
    }

    @Test
    void filesOfOneNumberingAreUnitedAndOthersStayApart() throws Exception {
        JournalFiles.write(folder.resolve("a.journal"), JournalFiles.numbered(0, 5));
        Files.copy(folder.resolve("a.journal"), folder.resolve("copy.journal~"));
        JournalFiles.write(folder.resolve("b.journal"), JournalFiles.numbered(0, 7));
        Files.writeString(folder.resolve("no.journal"), "none");
        Files.writeString(folder.resolve("other.txt"), "none");

        var blocks = new JournalPromises(List.of(folder, folder.resolve("absent"))).blocks();
        assertThat(blocks).hasSize(2);
        assertThat(blocks.values().stream().map(List::getFirst).map(Block::last))
                .containsExactlyInAnyOrder(5L, 7L);
        assertThat(blocks.values().stream().map(List::getFirst).map(Block::isWhole))
                .containsExactlyInAnyOrder(false, true); // the copy makes more entries than numbers
    }
}
