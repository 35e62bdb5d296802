package dev.tachograph.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Real journal files, made of entries in the export format by systemd-journal-remote. */
public final class JournalFiles {
    private static final String REMOTE = "/lib/systemd/systemd-journal-remote";
    /** Any time that is not now. */
    public static final long FIRST_MICROS = 1_795_212_262_000_000L;

    private JournalFiles() {}

    /** Writes a journal file; one that is there is gone on with. */
    public static void write(Path file, byte[] entries) throws IOException, InterruptedException {
        Path input = Files.createTempFile(file.getParent(), "entries", ".export");
        Files.write(input, entries);
        Process process = new ProcessBuilder(REMOTE, "--output=" + file, "-")
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.PIPE)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        Files.delete(input);
    }

    /** What journalctl exports of the journal files in a folder. */
    public static byte[] export(Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("journalctl", "-q", "-o", "export", "--no-pager", "-D", folder.toString())
                .redirectError(Redirect.DISCARD)
                .start();
        byte[] entries = process.getInputStream().readAllBytes();
        process.waitFor();
        return entries;
    }

    /** The entries of a real host, some of them with values that are no text. */
    public static byte[] sample() throws IOException {
        try (var in = JournalFiles.class.getResourceAsStream("/journal/sample.export")) {
            return in.readAllBytes();
        }
    }

    /** As many short entries, one a second, that say which they are. */
    public static byte[] numbered(int from, int to) {
        var text = new Text();
        for (int number = from; number < to; number++) {
            text.entry(FIRST_MICROS + number * 1_000_000L).field("MESSAGE", "number " + number);
        }
        return text.bytes();
    }

    /** Entries in the export format while they are written. */
    public static final class Text {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        /** Begins an entry. */
        public Text entry(long realtimeMicros) {
            return entry(realtimeMicros, realtimeMicros - FIRST_MICROS + 1_000_000, "5c1a0b7e5f5b4c1f8f3f9a3f6d1c2b3a");
        }

        /** Begins an entry of a boot. */
        public Text entry(long realtimeMicros, long monotonicMicros, String bootId) {
            if (out.size() > 0) {
                out.write('\n');
            }
            return line("__REALTIME_TIMESTAMP=" + realtimeMicros)
                    .line("__MONOTONIC_TIMESTAMP=" + monotonicMicros)
                    .line("_BOOT_ID=" + bootId);
        }

        private Text line(String line) {
            out.writeBytes((line + "\n").getBytes(UTF_8));
            return this;
        }

        /** Adds a field of text. */
        public Text field(String name, String value) {
            return field(name, value.getBytes(UTF_8));
        }

        /** Adds a field of any bytes. */
        public Text field(String name, byte[] value) {
            out.writeBytes((name + "\n").getBytes(UTF_8));
            out.writeBytes(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(value.length)
                    .array());
            out.writeBytes(value);
            out.write('\n');
            return this;
        }

        /** All entries. */
        public byte[] bytes() {
            var all = new ByteArrayOutputStream();
            all.writeBytes(out.toByteArray());
            all.write('\n');
            return all.toByteArray();
        }
    }

    /** All fields of the entries that are left, without the addresses, as they are in the journal. */
    public static List<List<String>> rest(Journal journal) throws IOException {
        List<List<String>> entries = new ArrayList<>();
        while (journal.next()) {
            entries.add(fields(journal));
        }
        return entries;
    }

    /** The fields of the entry at the place, a character for each byte. */
    public static List<String> fields(Journal journal) throws IOException {
        List<String> fields = new ArrayList<>();
        for (long length = journal.nextField(Integer.MAX_VALUE / 2);
                length >= 0;
                length = journal.nextField(Integer.MAX_VALUE / 2)) {
            String field = new String(journal.buffer(), 0, (int) length, ISO_8859_1);
            if (!field.startsWith("__")) {
                fields.add(field);
            }
        }
        return fields.stream().sorted().toList();
    }
}
