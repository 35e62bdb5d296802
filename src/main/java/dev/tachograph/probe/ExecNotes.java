package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tachograph.linux.ProcFs;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What could be read of processes right after they called exec, until they end or a look has found them. Texts are kept as the
 * kernel wrote them, each byte one character. Used by one thread at a time.
 */
final class ExecNotes {
    private static final int MOST = 4096;
    private static final int MOST_CHARACTERS = 2_000_000;

    private final ProcFs proc;
    private final boolean names;
    private final byte[] buffer = new byte[CommandLine.READ_BYTES];
    private final LinkedHashMap<Integer, Note> notes = new LinkedHashMap<>();
    private int characters;

    /**
     * One exec. What is {@code null} could not be read before the process had gone.
     *
     * @param monotonicNanos when that was
     */
    record Note(
            long monotonicNanos,
            @Nullable String name,
            @Nullable String arguments,
            @Nullable String cgroup) {
        int characters() {
            return length(name) + length(arguments) + length(cgroup);
        }

        private static int length(@Nullable String text) {
            return text == null ? 0 : text.length();
        }
    }

    /** @param names whether nobody else will tell what a process is called */
    ExecNotes(ProcFs proc, boolean names) {
        this.proc = proc;
        this.names = names;
    }

    /** Reads what a process is now. */
    void read(int pid, long monotonicNanos) {
        String arguments = text(pid, "cmdline");
        if (arguments == null) {
            gone(pid, monotonicNanos);
            return;
        }
        String cgroup = text(pid, "cgroup");
        put(pid, new Note(monotonicNanos, names ? text(pid, "comm") : null, arguments, cgroup));
    }

    /** It called exec and had ended before anybody could look: what was known of it is that of another program. */
    void gone(int pid, long monotonicNanos) {
        Note before = notes.get(pid);
        if (before != null) {
            put(pid, new Note(monotonicNanos, null, null, before.cgroup));
        }
    }

    private void put(int pid, Note note) {
        Note _ = take(pid);
        notes.put(pid, note);
        characters += note.characters();
        while (notes.size() > MOST || characters > MOST_CHARACTERS) {
            characters -= notes.pollFirstEntry().getValue().characters();
        }
    }

    /** What is known of a process, which is forgotten. */
    @Nullable Note take(int pid) {
        Note note = notes.remove(pid);
        characters -= note == null ? 0 : note.characters();
        return note;
    }

    /** Forgets what is older: looks know those processes. */
    void forgetBefore(long monotonicNanos) {
        while (!notes.isEmpty() && notes.firstEntry().getValue().monotonicNanos < monotonicNanos) {
            characters -= notes.pollFirstEntry().getValue().characters();
        }
    }

    /** Nothing also for a process that has no arguments any more, which then has ended. */
    private @Nullable String text(int pid, String file) {
        int length = proc.read(pid, file, buffer);
        return length <= 0 ? null : new String(buffer, 0, length, ISO_8859_1);
    }
}
