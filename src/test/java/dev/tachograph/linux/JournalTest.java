package dev.tachograph.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both ways to a journal are the same to who takes them. */
public class JournalTest {
    @TempDir
    Path folder;

    /** Both ways. */
    public static List<Named<Journal.Way>> ways() {
        return List.of(
                Named.of(SystemdJournal.WAY, SystemdJournal::open),
                Named.of(
                        JournalctlJournal.WAY,
                        selection -> new JournalctlJournal(selection, JournalctlJournal.COMMAND)));
    }

    private Journal open(Journal.Way way) throws IOException {
        return way.open(new Journal.Selection.Folder(folder));
    }

    private static String cursor(Journal journal) throws IOException {
        byte[] text = new byte[256];
        return new String(text, 0, journal.cursor(text), US_ASCII);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void everyFieldIsReadAsJournalctlExportsIt(Journal.Way way) throws Exception {
        byte[] hostile = new JournalFiles.Text()
                .entry(JournalFiles.FIRST_MICROS)
                .field("MESSAGE", "twice")
                .field("MESSAGE", "and again")
                .field("LARGE", "x".repeat(200_000))
                .field("MANY_BYTES", new byte[100_000])
                .field("ESCAPES", "\033[31m\r\n=")
                .bytes();
        JournalFiles.write(folder.resolve("a.journal"), JournalFiles.sample());
        JournalFiles.write(folder.resolve("b.journal"), hostile);
        List<List<String>> exported = exported(JournalFiles.export(folder));

        try (Journal journal = open(way)) {
            assertThat(exported).hasSizeGreaterThan(60);
            assertThat(JournalFiles.rest(journal)).isEqualTo(exported);
        }
    }

    /** Each entry's fields, without the addresses. */
    private static List<List<String>> exported(byte[] export) throws IOException {
        var format = new ExportFormat(new ByteArrayInputStream(export));
        List<List<String>> entries = new ArrayList<>();
        List<String> entry = new ArrayList<>();
        for (long length = 0; length != ExportFormat.END_OF_STREAM; ) {
            length = format.nextField(1 << 20);
            String field = length < 0 ? "" : new String(format.buffer(), 0, (int) length, ISO_8859_1);
            if (length >= 0 && !field.startsWith("__")) {
                entry.add(field);
            } else if (length == ExportFormat.END_OF_ENTRY) {
                entries.add(entry.stream().sorted().toList());
                entry.clear();
            }
        }
        return entries;
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aCursorLeadsToItsEntryInBothDirections(Journal.Way way) throws Exception {
        JournalFiles.write(folder.resolve("a.journal"), JournalFiles.numbered(0, 10));
        try (Journal journal = open(way)) {
            for (int entry = 0; entry <= 4; entry++) {
                assertThat(journal.next()).isTrue();
            }
            String fifth = cursor(journal);

            journal.seekCursor(fifth);
            assertThat(journal.next()).isTrue();
            assertThat(cursor(journal)).isEqualTo(fifth);
            assertThat(journal.next()).isTrue();
            assertThat(JournalFiles.fields(journal)).contains("MESSAGE=number 5");

            journal.seekCursor(fifth);
            assertThat(journal.previous()).isTrue();
            assertThat(cursor(journal)).isEqualTo(fifth);
            assertThat(journal.previous()).isTrue();
            assertThat(JournalFiles.fields(journal)).contains("MESSAGE=number 3");
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void thereAreTwoEnds(Journal.Way way) throws Exception {
        JournalFiles.write(folder.resolve("a.journal"), JournalFiles.numbered(0, 3));
        try (Journal journal = open(way)) {
            journal.seekTail();
            assertThat(journal.previous()).isTrue();
            assertThat(JournalFiles.fields(journal)).contains("MESSAGE=number 2");
            assertThat(journal.next()).isFalse();
            assertThat(cursor(journal)).contains(";i=3;");

            journal.seekHead();
            assertThat(journal.next()).isTrue();
            assertThat(JournalFiles.fields(journal)).contains("MESSAGE=number 0");
            assertThat(journal.previous()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whatIsWrittenAfterTheEndIsFound(Journal.Way way) throws Exception {
        JournalFiles.write(folder.resolve("a.journal"), JournalFiles.numbered(0, 3));
        try (Journal journal = open(way)) {
            assertThat(JournalFiles.rest(journal)).hasSize(3);
            journal.await(Duration.ZERO);
            JournalFiles.write(folder.resolve("a.journal"), JournalFiles.numbered(3, 5));

            await().untilAsserted(() -> {
                journal.await(Duration.ofMillis(50));
                assertThat(journal.next()).isTrue();
            });
            assertThat(JournalFiles.fields(journal)).contains("MESSAGE=number 3");
            await().untilAsserted(() -> assertThat(journal.next()).isTrue());
            assertThat(JournalFiles.fields(journal)).contains("MESSAGE=number 4");
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void anEmptyFolderIsAnEmptyJournal(Journal.Way way) throws IOException {
        try (Journal journal = open(way)) {
            assertThat(journal.next()).isFalse();
            journal.seekTail();
            assertThat(journal.previous()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void theJournalOfThisHostCanBeOpened(Journal.Way way) throws IOException {
        for (boolean allNamespaces : new boolean[] {false, true}) {
            try (Journal journal = way.open(new Journal.Selection.Host(allNamespaces))) {
                journal.seekTail();
                journal.previous(); // there may be none
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whatIsNoCursorIsRefused(Journal.Way way) throws Exception {
        JournalFiles.write(folder.resolve("a.journal"), JournalFiles.numbered(0, 3));
        try (Journal journal = open(way)) {
            assertThatThrownBy(() -> {
                        journal.seekCursor("nonsense");
                        journal.next();
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aValueIsCutWhereItIsTooLarge(Journal.Way way) throws Exception {
        JournalFiles.write(
                folder.resolve("a.journal"),
                new JournalFiles.Text()
                        .entry(JournalFiles.FIRST_MICROS)
                        .field("LARGE", "x".repeat(100_000))
                        .bytes());
        try (Journal journal = open(way)) {
            assertThat(journal.next()).isTrue();
            List<Long> lengths = new ArrayList<>();
            for (long length = journal.nextField(100); length >= 0; length = journal.nextField(100)) {
                lengths.add(length);
            }
            assertThat(lengths).contains(100_006L);
        }
    }

    @Test
    void theHeaderTellsWhatIsInAFile() throws Exception {
        Path file = folder.resolve("a.journal");
        JournalFiles.write(file, JournalFiles.numbered(0, 7));

        assertThat(JournalFile.read(file)).hasValueSatisfying(header -> {
            assertThat(header.entries()).isEqualTo(7);
            assertThat(header.head()).isEqualTo(1);
            assertThat(header.tail()).isEqualTo(7);
            assertThat(header.tailTime().getEpochSecond()).isEqualTo(JournalFiles.FIRST_MICROS / 1_000_000 + 6);
        });
        try (Journal journal = open(SystemdJournal::open)) {
            assertThat(journal.next()).isTrue();
            String id = JournalFile.read(file).orElseThrow().numbering().toString();
            assertThat(cursor(journal)).startsWith("s=" + id.replace("-", ""));
        }
    }

    @Test
    void whatIsNoJournalFilePromisesNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("a.journal"), "x".repeat(500));
        Path shorter = Files.writeString(folder.resolve("b.journal"), "LPKSHHRH");

        assertThat(JournalFile.read(file)).isEmpty();
        assertThat(JournalFile.read(shorter)).isEmpty();
    }

    @Test
    void thisHostReadsWithTheLibrary() {
        assertThat(SystemdJournal.problem()).isEmpty();
        assertThat(Journal.wayInWords()).isEqualTo("libsystemd");
    }
}
