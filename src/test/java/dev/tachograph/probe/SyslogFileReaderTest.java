package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.model.Gap;
import dev.tachograph.model.LargeValue;
import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogFileReaderTest {
    @TempDir
    Path folder;

    private RotatedLog log;
    private StoredLog stored;

    @BeforeEach
    void openBeforeAnythingIsWritten() throws Exception {
        log = new RotatedLog(folder);
        stored = StoredLog.of(log.path);
    }

    @Test
    void aLineHasWhatItTellsAndWhereItWas() throws Exception {
        log.write("2026-11-22T22:36:05.5Z vm sshd[7]: one\n<38>1 2026-11-22T22:36:06Z vm cron - ID - two\n");
        stored.readAll();
        LogLine one = stored.lines.get(0);
        assertThat(one.origin().source()).isEqualTo(LogSource.SYSLOG);
        assertThat(one.origin().hostname()).isEqualTo("vm");
        assertThat(one.origin().identifier()).isEqualTo("sshd");
        assertThat(one.origin().pid()).isEqualTo(7);
        assertThat(one.origin().transport()).isNull();
        assertThat(one.timestamp()).isEqualTo("2026-11-22T22:36:05.500Z");
        assertThat(one.priority()).isNull();
        assertThat(one.sequence()).isZero();
        LogLine two = stored.lines.get(1);
        assertThat(two.priority()).isEqualTo(6);
        assertThat(two.facility()).isEqualTo(4);
        assertThat(two.fields()).isEqualTo(java.util.Map.of("MSGID", List.of("ID")));
        assertThat(two.sequence()).isEqualTo("2026-11-22T22:36:05.5Z vm sshd[7]: one\n".length());
        assertThat(two.origin().sequenceId()).isNotNull().isEqualTo(one.origin().sequenceId());
    }

    @Test
    void whatWasThereBeforeIsNotRead() throws Exception {
        log.writeLines(3);
        log.write("2026-11-22T22:36:05Z vm app: half");
        try (var later = new StoredLog(log.path, Duration.ZERO)) {
            later.readAll();
            assertThat(later.lines).isEmpty();
            log.write(" and half\n");
            log.writeLines(1);
            later.readAll();
            assertThat(later.messages()).containsExactly("half and half", "line 3");
        }
    }

    @Test
    void linesWithoutAHeaderBelongToTheLineBefore() throws Exception {
        log.write("before any header\n  indented\nand another\n");
        log.write("2026-11-22T22:36:05Z vm app: Exception\n\tat Main\n\nCaused by: x\n");
        log.write("2026-11-22T22:36:06Z vm app: next\n");
        stored.readAll();
        assertThat(stored.messages())
                .containsExactly(
                        "before any header\n  indented", "and another", "Exception\n\tat Main\n\nCaused by: x", "next");
        assertThat(stored.lines.get(2).sequence()).isEqualTo("before any header\n  indented\nand another\n".length());
    }

    @Test
    void theLastLineWaitsForWhatBelongsToIt() throws Exception {
        try (var patient = new StoredLog(log.path, Duration.ofDays(1))) {
            patient.read(10);
            log.write("2026-11-22T22:36:05Z vm app: Exception\n");
            assertThat(patient.read(10).lines()).isEmpty();
            log.write("\tat Main\n");
            assertThat(patient.read(10).lines()).isEmpty();
            log.write("2026-11-22T22:36:05Z vm app: next\n");
            assertThat(patient.read(10).lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line.message()).isEqualTo("Exception\n\tat Main"));
        }
    }

    @Test
    void theLastLineComesWhenNothingFollows() throws Exception {
        try (var live = new SyslogFileReader(
                log.path, StoredLog.end(log.path, StoredLog.FORMAT), StoredLog.FORMAT, false, Duration.ofMillis(50))) {
            log.writeLines(1);
            assertThat(live.read(10, Duration.ofSeconds(20)).lines()).hasSize(1);
            assertThat(live.read(10, Duration.ZERO)).isEqualTo(LogBatch.NOTHING);
        }
    }

    @Test
    void halfALineWaitsUntilItsFileIsFollowedByAnother() throws Exception {
        log.write("2026-11-22T22:36:05Z vm app: half");
        stored.readAll();
        log.rename();
        stored.readAll();
        assertThat(stored.lines).isEmpty();
        log.hup();
        log.writeLines(1);
        stored.readAll();
        assertThat(stored.messages()).containsExactly("half", "line 0");
    }

    @Test
    void escapesOfRsyslogAreUndone() throws Exception {
        log.write("Nov 22 22:36:05 vm app: a#012b#011c#033[1m#177 #999 #12 #040 ##012#\n");
        stored.readAll();
        assertThat(stored.messages()).containsExactly("a\nb\tc\u001b[1m\u007f #999 #12 #040 #\n#");
    }

    @Test
    void whatIsNoTextIsKeptWholeAndShownReadable() throws Exception {
        byte[] raw = "Nov 22 22:36:05 vm app: caf\u00e9 ok\nNov 22 22:36:06 vm app: nul#000\n".getBytes(ISO_8859_1);
        Files.write(log.path, raw);
        stored.readAll();
        assertThat(stored.messages()).containsExactly("caf\\xe9 ok", "nul\\x00");
        assertThat(stored.lines.get(0).largeValues())
                .containsExactly(new LargeValue(LogLine.MESSAGE, "caf\u00e9 ok".getBytes(ISO_8859_1)));
        assertThat(stored.lines.get(1).largeValues())
                .containsExactly(new LargeValue(LogLine.MESSAGE, "nul\0".getBytes(UTF_8)));
    }

    @Test
    void aLargeMessageIsKeptWholeAndItsBeginShown() throws Exception {
        String message = "\u20ac".repeat(3000);
        log.write("Nov 22 22:36:05 vm app: " + message + "\n");
        stored.readAll();
        assertThat(stored.messages()).containsExactly("\u20ac".repeat(1365));
        assertThat(stored.lines.getFirst().largeValues())
                .containsExactly(new LargeValue(LogLine.MESSAGE, message.getBytes(UTF_8)));
    }

    @Test
    void aLineWithoutAnEndTakesNoMoreMemoryThanItsPieces() throws Exception {
        log.write("Nov 22 22:36:05 vm app: ");
        for (int i = 0; i < 10; i++) {
            log.write("x".repeat(1 << 20));
        }
        stored.readAll();
        assertThat(stored.lines).hasSize(10);
        log.write("end\n");
        log.writeLines(1);
        stored.readAll();
        assertThat(stored.lines).hasSize(12);
        assertThat(stored.lines.getLast().message()).isEqualTo("line 0");
        assertThat(stored.lines)
                .flatExtracting(LogLine::largeValues)
                .allSatisfy(value -> assertThat(value.bytes()).hasSizeLessThanOrEqualTo(SyslogStream.LONGEST_LINE));
        assertThat(stored.lines.stream()
                        .mapToLong(line -> line.largeValues().stream()
                                .mapToLong(value -> value.bytes().length)
                                .sum())
                        .sum())
                .isGreaterThanOrEqualTo((10 << 20) - 100);
    }

    @Test
    void thePiecesOfALineThatIsTooLongAreOfTheSameProgram() throws Exception {
        log.write("<38>Nov 22 22:36:05 vm app[7]: " + "x".repeat(5 << 19) + "\nwithout a stamp\n");
        log.write("Nov 22 22:36:06 vm other: next\n");
        stored.readAll();
        assertThat(stored.lines.subList(0, stored.lines.size() - 1))
                .hasSizeBetween(3, 4)
                .allSatisfy(line -> {
                    assertThat(line.origin()).isEqualTo(stored.lines.getFirst().origin());
                    assertThat(line.origin().pid()).isEqualTo(7);
                    assertThat(line.priority()).isEqualTo(6);
                    assertThat(line.timestamp())
                            .isEqualTo(stored.lines.getFirst().timestamp());
                });
        assertThat(stored.lines.stream().map(line -> line.fields().get("PART")))
                .startsWith(List.of("1"), List.of("2"), List.of("3"))
                .endsWith((List<String>) null);
        assertThat(stored.lines.getLast().origin().identifier()).isEqualTo("other");
    }

    @Test
    void secretsAreTakenOutOfTextLargeTextAndWhatIsNoText() throws Exception {
        var format =
                new SyslogFormat(ZoneOffset.UTC, text -> text.replace("hunter2", "‹redacted›"), InstantSource.system());
        var place = StoredLog.end(log.path, format);
        Files.write(
                log.path,
                ("Nov 22 22:36:05 vm app: a hunter2\n"
                                + "Nov 22 22:36:05 vm app: \u00ff hunter2\n"
                                + "Nov 22 22:36:05 vm app: " + "x".repeat(5000) + " hunter2\n"
                                + "<38>1 2026-11-22T22:36:06Z vm app - - [a b=\"hunter2\"] m\n")
                        .getBytes(ISO_8859_1));
        try (var live = new SyslogFileReader(log.path, place, format, false, Duration.ZERO)) {
            List<LogLine> lines = new ArrayList<>(live.read(10, Duration.ZERO).lines());
            lines.addAll(live.read(10, Duration.ZERO).lines());
            assertThat(lines).hasSize(4);
            assertThat(lines).allSatisfy(line -> {
                assertThat(line.toString()).doesNotContain("hunter2");
                assertThat(line.largeValues())
                        .allSatisfy(value -> assertThat(new String(value.bytes(), ISO_8859_1))
                                .doesNotContain("hunter2"));
            });
        }
    }

    @Test
    void aFileThatIsRenamedIsReadToItsEndFirst() throws Exception {
        log.writeLines(2);
        stored.readAll();
        log.writeLines(2);
        log.rename();
        log.create();
        log.writeLines(2); // the writer has not been told yet
        stored.readAll();
        log.writeLines(1);
        stored.readAll();
        log.hup();
        log.writeLines(2);
        stored.readAll();
        assertInOrderAndWithoutGaps();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rotationsWhileNobodyReadsAreFollowed(boolean compressed) throws Exception {
        log.writeLines(5);
        stored.readAll();
        stored.close();
        for (int rotation = 0; rotation < 4; rotation++) {
            log.writeLines(5);
            log.rename();
            log.hup();
            if (compressed) {
                log.compress(1);
            }
        }
        log.writeLines(5);
        stored.readAll();
        assertInOrderAndWithoutGaps();
    }

    @Test
    void filesNamedByDateAreFollowed() throws Exception {
        log.writeLines(5);
        stored.readAll();
        stored.close();
        for (int day = 1; day < 4; day++) {
            log.writeLines(5);
            Path rotated = folder.resolve("syslog-2026112" + (9 - day)); // names do not tell the order
            Files.move(log.path, rotated);
            Files.setLastModifiedTime(rotated, FileTime.from(Instant.now().plusSeconds(day)));
            log.hup();
        }
        log.writeLines(5);
        stored.readAll();
        assertInOrderAndWithoutGaps();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileThatIsCopiedAndEmptiedIsReadFromTheCopy(boolean open) throws Exception {
        log.writeLines(5);
        stored.readAll();
        log.writeLines(5);
        if (!open) {
            stored.close();
        }
        log.copyTruncate();
        log.writeLines(20);
        stored.readAll();
        assertThat(stored.messages()).isEqualTo(written());
        assertThat(stored.gaps).singleElement().satisfies(gap -> {
            assertThat(gap.cause()).isEqualTo(Gap.Cause.VANISHED);
            assertThat(gap.detail()).contains("copied and emptied");
            assertThat(gap.to()).isNotNull();
            assertThat(Duration.between(gap.from(), gap.to())).isLessThan(Duration.ofSeconds(30));
        });
        stored.close();
        stored.readAll();
        assertThat(stored.gaps).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEmptyFileThatWasFilledCopiedAndEmptiedIsReadFromTheCopy(boolean open) throws Exception {
        log.create();
        stored.readAll();
        if (!open) {
            stored.close();
        }
        log.writeLines(5);
        log.copyTruncate();
        log.writeLines(open ? 0 : 1);
        stored.readAll();
        assertInOrderAndWithoutGaps();
    }

    @Test
    void linesWrittenBetweenCopyAndEmptyingAreWithinAGap() throws Exception {
        log.writeLines(5);
        stored.readAll();
        stored.close();
        log.writeLines(1);
        Files.copy(log.path, log.rotation(1));
        Instant lost = Instant.now();
        log.writeLines(1);
        log.truncate();
        log.writeLines(1);
        stored.readAll();
        assertThat(stored.messages())
                .isEqualTo(List.of("line 0", "line 1", "line 2", "line 3", "line 4", "line 5", "line 7"));
        assertThat(stored.gaps).singleElement().satisfies(gap -> {
            assertThat(gap.from()).isBeforeOrEqualTo(lost);
            assertThat(gap.to()).isAfterOrEqualTo(lost);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileThatIsEmptiedIsAGap(boolean open) throws Exception {
        log.writeLines(5);
        stored.readAll();
        if (!open) {
            stored.close();
        }
        log.truncate();
        log.writeLines(2);
        stored.readAll();
        assertThat(stored.messages()).isEqualTo(written());
        assertThat(stored.gaps)
                .singleElement()
                .satisfies(gap -> assertThat(gap.detail()).contains("was emptied"));
    }

    @Test
    void aFileThatWasRewrittenLongerIsSeenByItsBegin() throws Exception {
        log.writeLines(1);
        stored.readAll();
        log.truncate();
        log.writeLines(100);
        stored.readAll();
        assertThat(stored.messages()).isEqualTo(written());
    }

    @Test
    void aFileThatIsGoneIsAGap() throws Exception {
        log.writeLines(5);
        stored.readAll();
        stored.close();
        log.writeLines(5); // these are lost
        log.rename();
        Files.delete(log.rotation(1));
        log.hup();
        log.writeLines(2);
        stored.readAll();
        assertThat(stored.messages()).endsWith("line 4", "line 10", "line 11").hasSize(7);
        assertThat(stored.gaps).singleElement().satisfies(gap -> {
            assertThat(gap.cause()).isEqualTo(Gap.Cause.VANISHED);
            assertThat(gap.stream()).isEqualTo(Gap.Stream.LOGS);
            assertThat(gap.detail()).contains("is gone");
        });
    }

    @Test
    void aFileThatIsDeletedWhileItIsReadIsReadToItsEnd() throws Exception {
        log.writeLines(5);
        stored.readAll();
        log.writeLines(5);
        Files.delete(log.path);
        stored.readAll();
        log.hup();
        log.writeLines(5);
        stored.readAll();
        assertInOrderAndWithoutGaps();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRenamedFileThatIsWrittenToLateIsReadOnOnly(boolean open) throws Exception {
        log.writeLines(2);
        stored.readAll();
        renameAndWriteLate(open);
        Files.delete(log.path);
        restart(open);
        log.writeLines(1);
        stored.readAll();
        assertThatAllIsReadOnce();
        assertThat(stored.messages()).contains("late");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRenamedFileIsNotReadAgainWhenTheNextIsCopiedEmptiedAndDeleted(boolean open) throws Exception {
        log.writeLines(2);
        stored.readAll();
        renameAndWriteLate(open);
        Files.copy(log.path, log.rotation(2)); // a number that makes the newer file seem the older one
        log.truncate();
        restart(open);
        stored.readAll();
        log.writeLines(1);
        restart(open);
        stored.readAll();
        Files.delete(log.path);
        log.hup();
        stored.readAll();
        log.writeLines(1);
        stored.readAll();
        assertThatAllIsReadOnce();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileThatIsGivenAHigherNumberThanOlderOnesIsTheNewestAllTheSame(boolean open) throws Exception {
        log.writeLines(2);
        stored.readAll();
        log.rename();
        log.hup();
        log.writeLines(2);
        stored.readAll();
        restart(open);
        Files.move(log.path, log.rotation(2));
        log.hup();
        stored.readAll();
        restart(open);
        log.writeLines(2);
        stored.readAll();
        assertThatAllIsReadOnce();
        assertThat(stored.gaps).isEmpty();
    }

    @Test
    void filesThatWereThereBeforeAreNotReadWhateverTheyAreCalledLater() throws Exception {
        log.writeLines(3);
        log.rename();
        log.hup();
        log.writeLines(3);
        try (var later = new StoredLog(log.path, Duration.ZERO)) {
            later.readAll();
            Files.move(log.path, log.rotation(5));
            log.hup();
            log.writeLines(1);
            later.readAll();
            Files.writeString(log.rotation(1), Instant.now() + " vm app[12]: late\n", StandardOpenOption.APPEND);
            later.readAll();
            Files.delete(log.path);
            log.hup();
            log.writeLines(1);
            later.readAll();
            assertThat(later.messages()).containsExactly("line 6", "late", "line 7");
        }
    }

    @Test
    void aFileIsReadOnAfterItWasCompressedThoughItWasWrittenToLate() throws Exception {
        log.writeLines(2);
        stored.readAll();
        log.rename();
        log.hup();
        log.writeLines(1);
        stored.readAll();
        writeLate();
        log.compress(1);
        stored.readAll();
        stored.readAll();
        assertThatAllIsReadOnce();
        assertThat(stored.messages()).containsExactly("line 0", "line 1", "line 2", "late");
    }

    private void renameAndWriteLate(boolean open) throws Exception {
        log.rename();
        log.hup();
        log.writeLines(1);
        stored.readAll();
        writeLate();
        restart(open);
        stored.readAll();
    }

    private void writeLate() throws IOException {
        Files.writeString(log.rotation(1), Instant.now() + " vm app[12]: late\n", StandardOpenOption.APPEND);
    }

    private void restart(boolean open) throws IOException {
        log.hup();
        if (!open) {
            stored.close();
        }
    }

    private void assertThatAllIsReadOnce() {
        assertThat(stored.messages()).containsAll(written()).doesNotHaveDuplicates();
        assertThat(stored.lines.stream().map(line -> line.origin().sequenceId() + " " + line.sequence()))
                .doesNotHaveDuplicates();
    }

    @Test
    void aCompressedFileThatIsDamagedIsAGap() throws Exception {
        log.writeLines(5);
        stored.readAll();
        stored.close();
        log.writeLines(5000);
        log.rename();
        log.hup();
        log.compress(1);
        Path compressed = Path.of(log.rotation(1) + ".gz");
        byte[] bytes = Files.readAllBytes(compressed);
        Files.write(compressed, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        log.writeLines(5);
        stored.readAll();
        assertThat(stored.messages()).endsWith("line 5005", "line 5006", "line 5007", "line 5008", "line 5009");
        assertThat(stored.gaps)
                .singleElement()
                .satisfies(gap -> assertThat(gap.cause()).isEqualTo(Gap.Cause.CUT_SHORT));
    }

    @Test
    void aFileThatMayNotBeReadIsAskedForAgain() throws Exception {
        log.writeLines(1);
        stored.readAll();
        stored.close();
        Files.delete(log.path);
        Files.createDirectory(log.path); // root may read everything else
        Files.createFile(log.path.resolve("x"));
        assertThatThrownBy(() -> stored.readAll()).isInstanceOf(IOException.class);
        Files.delete(log.path.resolve("x"));
        Files.delete(log.path);
        log.hup();
        log.writeLines(2);
        stored.readAll();
        assertThat(stored.messages()).isEqualTo(written());
    }

    @Test
    void everyLineOfAnyBytesIsInOneMessage() throws Exception {
        List<String> samples = List.of(
                "Nov 22 22:36:05 vm app[1]: x\n",
                "2026-11-22T22:36:05Z vm app: y\n\tz\n",
                "<38>1 - - - - - - \n",
                "\n\n");
        long[] files = {0};
        AnyBytes.giveAValue(samples, 2000, bytes -> {
            try {
                Path file = folder.resolve("any-" + files[0]++);
                var place = StoredLog.end(file, StoredLog.FORMAT);
                Files.write(file, bytes);
                Files.write(file, "\n".getBytes(UTF_8), StandardOpenOption.APPEND);
                long sizes = 0;
                try (var live = new SyslogFileReader(file, place, StoredLog.FORMAT, false, Duration.ZERO)) {
                    long next = 0;
                    for (LogBatch batch = live.read(3, Duration.ZERO);
                            !batch.isEmpty();
                            batch = live.read(3, Duration.ZERO)) {
                        for (LogLine line : batch.lines()) {
                            assertThat(line.sequence()).isGreaterThanOrEqualTo(next);
                            next = line.sequence() + 1;
                        }
                        sizes = SyslogFileReader.Position.parse(
                                        batch.positions().getFirst().position())
                                .progress()
                                .place()
                                .offset();
                    }
                }
                assertThat(sizes).isEqualTo(bytes.length + 1L);
                Files.delete(file);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1:2:3:4:5:6", "1:2:-3:0:ab:-:5", "1:2:3:999:ab:-:5", "1:2:3:4:ab:x:5"})
    void aPlaceThatMakesNoSenseIsRefused(String text) {
        assertThatThrownBy(() -> SyslogPlace.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is no place");
    }

    private List<String> written() {
        return IntStream.range(0, log.lines()).mapToObj(line -> "line " + line).toList();
    }

    private void assertInOrderAndWithoutGaps() {
        assertThat(stored.messages()).isEqualTo(written());
        assertThat(stored.gaps).isEmpty();
    }
}
