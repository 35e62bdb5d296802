package dev.tachograph.worker;

import dev.tachograph.linux.Host;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;

/** How much memory a process holds, looked at often and cheaply. Source: proc_pid_statm(5). */
final class Residence implements AutoCloseable {
    private static final int MOST_BYTES = 128;
    private static final long PAGE = Host.pageBytes();

    private final RandomAccessFile statm;
    private final byte[] text = new byte[MOST_BYTES];

    private Residence(RandomAccessFile statm) {
        this.statm = statm;
    }

    static Residence of(long pid) throws IOException {
        return new Residence(new RandomAccessFile("/proc/%d/statm".formatted(pid), "r"));
    }

    /** Bytes in memory, those of files that it has mapped among them; 0 when the process has ended. */
    long bytes() {
        try {
            statm.seek(0);
            int length = statm.read(text);
            String[] fields = new String(text, 0, Math.max(0, length), StandardCharsets.US_ASCII).split(" ", 3);
            return fields.length < 3 ? 0 : Long.parseLong(fields[1]) * PAGE;
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        statm.close();
    }
}
