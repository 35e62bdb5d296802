package dev.tachograph.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A journal read through journalctl, where libsystemd can't be loaded. Each direction is a child process of its own, which ends
 * at the journal's end; only {@link #await} starts one that follows.
 */
final class JournalctlJournal implements Journal {
    static final String WAY = "journalctl";
    /** The program and what comes before the options. */
    static final List<String> COMMAND = List.of("journalctl");

    private static final byte[] CURSOR = "__CURSOR=".getBytes(US_ASCII);
    private static final int MOST_CURSOR_BYTES = 4096;
    /** How often a follower is looked at. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private enum Anchor {
        HEAD,
        TAIL,
        /** The entry with the cursor comes first. */
        CURSOR,
        /** The entry with the cursor was the last. */
        ENTRY
    }

    private enum Direction {
        FORWARD,
        BACKWARD,
        FOLLOWING
    }

    private record Child(Process process, ExportFormat entries, Direction direction) {}

    private final List<String> command;
    private Anchor anchor = Anchor.HEAD;
    private String cursor = "";
    private byte[] cursorBytes = {};
    private @Nullable Child child;
    private boolean isWithinEntry;
    private boolean isFirst;

    JournalctlJournal(Selection selection, List<String> program) {
        command = new ArrayList<>(program);
        command.addAll(List.of("--output=export", "--no-pager", "--quiet"));
        switch (selection) {
            case Selection.Host(boolean allNamespaces) -> {
                if (allNamespaces) {
                    command.add("--namespace=*");
                }
            }
            case Selection.Folder(Path path) -> command.add("--directory=" + path);
        }
    }

    @Override
    public void seekHead() {
        goTo(Anchor.HEAD, "");
    }

    @Override
    public void seekTail() {
        goTo(Anchor.TAIL, "");
    }

    @Override
    public void seekCursor(String place) {
        goTo(Anchor.CURSOR, place);
    }

    private void goTo(Anchor place, String atCursor) {
        endChild();
        anchor = place;
        cursor = atCursor;
    }

    @Override
    public boolean next() throws IOException {
        Child running = child;
        if (running == null || running.direction == Direction.BACKWARD) {
            if (anchor == Anchor.TAIL) {
                return false;
            }
            running = start(Direction.FORWARD);
        }
        if (running.direction == Direction.FOLLOWING && !isWithinEntry && !running.entries.isReady()) {
            if (!running.process.isAlive()) {
                endChild();
            }
            return false;
        }
        return step(running);
    }

    @Override
    public boolean previous() throws IOException {
        Child running = child;
        if (running == null || running.direction != Direction.BACKWARD) {
            if (anchor == Anchor.HEAD) {
                return false;
            }
            running = start(Direction.BACKWARD);
        }
        return step(running);
    }

    private boolean step(Child running) throws IOException {
        while (true) {
            skipRest(running);
            if (running.direction == Direction.FOLLOWING && !running.entries.isReady()) {
                return false;
            }
            long length = running.entries.nextField(MOST_CURSOR_BYTES);
            if (length == ExportFormat.END_OF_STREAM) {
                requireOrderlyEnd(running);
                return false;
            }
            isWithinEntry = length >= 0;
            String found = cursorIn(running.entries.buffer(), length);
            boolean wasLast = isFirst && anchor == Anchor.ENTRY && found.equals(cursor);
            isFirst = false;
            if (!wasLast) {
                anchor = Anchor.ENTRY;
                cursor = found;
                cursorBytes = found.getBytes(US_ASCII);
                return true;
            }
        }
    }

    private void skipRest(Child running) throws IOException {
        while (isWithinEntry) {
            isWithinEntry = running.entries.nextField(0) >= 0;
        }
    }

    private static String cursorIn(byte[] field, long length) throws IOException {
        for (int at = 0; at < CURSOR.length; at++) {
            if (at >= length || field[at] != CURSOR[at]) {
                throw new IOException("journalctl wrote an entry that does not begin with its cursor");
            }
        }
        int end = (int) Math.min(length, MOST_CURSOR_BYTES);
        return new String(field, CURSOR.length, end - CURSOR.length, US_ASCII);
    }

    private void requireOrderlyEnd(Child ended) throws IOException {
        try {
            int code = ended.process.waitFor();
            if (code != 0) {
                throw new IOException("\"%s\" ended with %d".formatted(String.join(" ", command), code));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            endChild();
        }
    }

    private Child start(Direction direction) throws IOException {
        endChild();
        List<String> line = new ArrayList<>(command);
        switch (direction) {
            case FORWARD -> {}
            case BACKWARD -> line.add("--reverse");
            case FOLLOWING -> line.addAll(List.of("--follow", "--no-tail"));
        }
        if (anchor == Anchor.CURSOR || anchor == Anchor.ENTRY) {
            // --after-cursor would lose an entry when that of the cursor has been removed
            line.add("--cursor=" + cursor);
        }
        ProcessBuilder builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        var started = new Child(process, new ExportFormat(process.getInputStream()), direction);
        child = started;
        isFirst = true;
        return started;
    }

    @Override
    public int cursor(byte[] into) {
        int length = Math.min(cursorBytes.length, into.length);
        System.arraycopy(cursorBytes, 0, into, 0, length);
        return length;
    }

    @Override
    public long nextField(int mostBytes) throws IOException {
        Child running = child;
        if (!isWithinEntry || running == null) {
            return -1;
        }
        long length = running.entries.nextField(mostBytes);
        isWithinEntry = length >= 0;
        return isWithinEntry ? length : -1;
    }

    @Override
    public byte[] buffer() {
        return requireNonNull(child, "at no entry").entries.buffer();
    }

    @Override
    public void await(Duration patience) throws IOException, InterruptedException {
        Child running = child;
        if (running == null || running.direction != Direction.FOLLOWING) {
            running = start(Direction.FOLLOWING);
        }
        long end = System.nanoTime() + patience.toNanos();
        long left = patience.toNanos();
        while (left > 0 && !running.entries.isReady()) {
            Thread.sleep(Duration.ofNanos(Math.min(left, BETWEEN_LOOKS.toNanos())));
            left = end - System.nanoTime();
        }
    }

    private void endChild() {
        if (child != null) {
            child.process.destroyForcibly();
            child = null;
        }
        isWithinEntry = false;
    }

    @Override
    public void close() {
        endChild();
    }
}
