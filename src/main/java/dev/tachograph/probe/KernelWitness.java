package dev.tachograph.probe;

import dev.tachograph.linux.Clocks;
import dev.tachograph.linux.Errno;
import dev.tachograph.linux.KernelLog;
import dev.tachograph.model.Event;
import dev.tachograph.model.Moment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel's own log whether the kernel wrote what a text file says it did: anybody can have a line written there that
 * begins with {@code kernel:}. Used by one thread at a time.
 */
final class KernelWitness {
    /** Nobody can be asked. */
    static final KernelWitness NONE = new KernelWitness(
            () -> {
                throw new IOException("no kernel log");
            },
            () -> new Moment(Instant.EPOCH, 0, 0));

    /** A line is stamped by a daemon, to the second. */
    private static final Duration NEAR = Duration.ofMinutes(1);

    private static final int KERNEL_FACILITY = 0;
    /** More than any buffer holds that is not being written faster than it is read. */
    private static final int MOST_RECORDS = 1_000_000;

    private final Opener opener;
    private final Supplier<Moment> now;
    private @Nullable Testimony testimony;

    KernelWitness(Opener opener, Supplier<Moment> now) {
        this.opener = opener;
        this.now = now;
    }

    /** The one of this host. */
    static KernelWitness ofHost() {
        var clocks = new Clocks();
        return new KernelWitness(
                KernelRecords::ofHost,
                () -> new Moment(Instant.now(), clocks.boottimeNanos(), clocks.monotonicNanos()));
    }

    /** Opens the kernel's log at its oldest record. */
    interface Opener {
        KernelRecords open() throws IOException;
    }

    /**
     * What is left in the log.
     *
     * @param since {@code null} when nothing is known
     * @param texts that may be of an event
     */
    private record Testimony(@Nullable Instant since, List<String> texts) {}

    /** The log goes on: ask it anew. */
    void forget() {
        testimony = null;
    }

    /** Whether an event was made up: its time is one of which the log tells, and the log does not tell of it. */
    boolean denies(Event event) {
        Testimony known = testimony;
        if (known == null) {
            known = ask();
            testimony = known;
        }
        Integer pid = event.subject().pid();
        Pattern part = Pattern.compile(
                event.kind() == Event.Kind.OOM_KILL ? "Killed process %d[ ,]".formatted(pid) : "\\[%d]".formatted(pid));
        return known.since != null
                && event.at().isAfter(known.since.plus(NEAR))
                && known.texts.stream().noneMatch(part.asPredicate());
    }

    private Testimony ask() {
        try (KernelRecords records = opener.open()) {
            return read(records);
        } catch (IOException _) {
            return new Testimony(null, List.of());
        }
    }

    private Testimony read(KernelRecords records) throws IOException {
        var clock = new KernelClock(now);
        byte[] buffer = new byte[KernelLog.LONGEST_RECORD];
        Instant since = null;
        List<String> texts = new ArrayList<>();
        for (int count = 0; count < MOST_RECORDS; count++) {
            int length = records.read(buffer);
            if (length == -Errno.EPIPE) {
                continue; // the oldest ones were overwritten meanwhile
            }
            KernelRecord record = length <= 0 ? null : KernelRecord.parse(buffer, length);
            if (length <= 0) {
                return new Testimony(length == -Errno.EAGAIN ? since : null, texts);
            }
            if (record != null && since == null) {
                since = clock.instant(record.micros());
            }
            if (record != null && record.facility() == KERNEL_FACILITY) {
                keep(KernelText.decode(record.text(), 0, record.text().length), texts);
            }
        }
        return new Testimony(null, List.of());
    }

    private static void keep(String text, List<String> texts) {
        if (text.contains("Killed process")
                || text.contains("segfault at")
                || text.startsWith("traps: ")
                || text.contains(") at 0x")) {
            texts.add(text);
        }
    }
}
