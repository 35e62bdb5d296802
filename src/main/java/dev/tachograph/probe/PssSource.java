package dev.tachograph.probe;

import dev.tachograph.linux.Errno;
import dev.tachograph.linux.ProcFs;
import dev.tachograph.model.ProcessKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where the proportional memory of a process is asked for, at a cost that grows with its memory. */
interface PssSource extends AutoCloseable {
    /** Bytes, or a negated {@link Errno error number}; {@code -ESRCH} when the pid is another process's by now. */
    long bytesOf(ProcessKey process);

    /** The id of this process, or -1 when it is not among them. */
    int self();

    @Override
    void close();

    /** The kernel's own figure: {@code /proc/PID/smaps_rollup}. Source: proc_pid_smaps(5). */
    static PssSource ofKernel(Path procRoot) {
        return new Rollup(ProcFs.open(procRoot));
    }

    /** The sum over the mappings of a process, in bytes; below zero when it is not told. */
    static long parse(byte[] text, int length) {
        String lines = new String(text, 0, Math.max(0, length), StandardCharsets.ISO_8859_1);
        int line = lines.indexOf("\nPss:");
        int at = line + "\nPss:".length();
        while (line >= 0 && at < lines.length() && lines.charAt(at) == ' ') {
            at++;
        }
        int end = at;
        while (end < lines.length() && lines.charAt(end) >= '0' && lines.charAt(end) <= '9') {
            end++;
        }
        boolean isWhole = line >= 0 && end > at && end - at <= 15 && lines.startsWith(" kB", end);
        return isWhole ? Long.parseLong(lines, at, end, 10) * 1024 : -Errno.EIO;
    }

    /** Reads the file, and then whose it was. */
    final class Rollup implements PssSource {
        private final ProcFs proc;
        private final byte[] buffer = new byte[4096];

        Rollup(ProcFs proc) {
            this.proc = proc;
        }

        @Override
        public long bytesOf(ProcessKey process) {
            int length = proc.read(process.pid(), "smaps_rollup", buffer);
            if (length < 0) {
                return length;
            }
            long bytes = parse(buffer, length);
            try {
                int stat = proc.read(process.pid(), "stat", buffer);
                boolean isItself = stat > 0 && StatLine.parse(buffer, stat).startTicks() == process.startTicks();
                return isItself ? bytes : -Errno.ESRCH;
            } catch (IllegalArgumentException _) {
                return -Errno.EIO;
            }
        }

        @Override
        public int self() {
            return proc.self();
        }

        @Override
        public void close() {
            proc.close();
        }
    }
}
