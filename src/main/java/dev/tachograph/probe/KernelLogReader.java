package dev.tachograph.probe;

import dev.tachograph.linux.Clocks;
import dev.tachograph.linux.Errno;
import dev.tachograph.linux.Host;
import dev.tachograph.linux.KernelLog;
import dev.tachograph.model.Finding;
import dev.tachograph.model.Gap;
import dev.tachograph.model.LargeValue;
import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogOrigin;
import dev.tachograph.model.LogPosition;
import dev.tachograph.model.LogSource;
import dev.tachograph.model.Moment;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the kernel's own log. A record's sequence counts from the boot on, so that boot and sequence name it; records that
 * were overwritten before they were read are a gap with their number.
 */
public final class KernelLogReader implements LogReader {
    /** Under which name its position is stored. */
    public static final String NAME = "kmsg";

    private static final String SUBJECT = "kernel log";
    private static final int FACILITY_KERNEL = 0;
    /** How long it takes at most until an interrupt is seen. */
    private static final Duration WAIT = Duration.ofMillis(250);

    private final KernelRecords records;
    private final KernelClock clock;
    private final UUID bootId;
    private final UnaryOperator<String> redact;
    private final String hostname;
    private final LogOrigin ofKernel;
    private final SyslogParser tags = new SyslogParser(ZoneOffset.UTC);
    private LogOrigin ofProgram;
    private final byte[] buffer = new byte[KernelLog.LONGEST_RECORD];
    private @Nullable Position last;
    private final boolean isFirstOfAnotherBoot;

    /**
     * The last record that was read. Written as {@code boot:sequence:micros}.
     *
     * @param micros since the boot
     */
    private record Position(UUID bootId, long sequence, long micros) {
        static Position parse(String text) {
            List<String> parts = List.of(text.split(":", -1));
            try {
                if (parts.size() == 3) {
                    return new Position(
                            UUID.fromString(parts.get(0)), Long.parseLong(parts.get(1)), Long.parseLong(parts.get(2)));
                }
            } catch (IllegalArgumentException _) {
                // told below
            }
            throw new IllegalArgumentException(
                    "'%s' is no position in the kernel's log; one is boot:sequence:micros".formatted(text));
        }

        @Override
        public String toString() {
            return "%s:%d:%d".formatted(bootId, sequence, micros);
        }
    }

    /**
     * A reader of the records behind a stored position.
     *
     * @param stored {@code null} when there is none yet
     */
    KernelLogReader(
            KernelRecords records,
            Supplier<Moment> now,
            UUID bootId,
            String hostname,
            @Nullable String stored,
            UnaryOperator<String> redact) {
        this.records = records;
        this.bootId = bootId;
        this.redact = redact;
        clock = new KernelClock(now);
        this.hostname = hostname;
        ofKernel = origin("kernel", null);
        ofProgram = origin(null, null);
        Position position = stored == null ? null : Position.parse(stored);
        boolean isOfThisBoot = position != null && position.bootId().equals(bootId);
        last = isOfThisBoot ? position : null;
        isFirstOfAnotherBoot = position != null && !isOfThisBoot;
    }

    /**
     * The reader of this host's kernel.
     *
     * @param stored its position; {@code null} when there is none yet
     * @param redact takes secrets out of messages
     * @throws IllegalArgumentException when the stored position makes no sense
     * @throws IOException when the log can't be read; {@link #finding} says what to do
     */
    public static KernelLogReader open(@Nullable String stored, UnaryOperator<String> redact) throws IOException {
        var clocks = new Clocks();
        return new KernelLogReader(
                KernelRecords.ofHost(),
                () -> new Moment(Instant.now(), clocks.boottimeNanos(), clocks.monotonicNanos()),
                Host.bootId(),
                Host.name(),
                stored,
                redact);
    }

    /** The position behind a record that is stored, for a store that has lost the position itself. */
    public static String positionBehind(UUID bootId, long sequence, long micros) {
        return new Position(bootId, sequence, micros).toString();
    }

    /** Whether the kernel's log can be read here. */
    public static Finding finding() {
        try (KernelLog _ = KernelLog.open(KernelLog.DEVICE)) {
            return new Finding(Finding.Level.OK, SUBJECT, "%s can be read".formatted(KernelLog.DEVICE), null);
        } catch (AccessDeniedException _) {
            return new Finding(
                    Finding.Level.MISSING,
                    SUBJECT,
                    "%s may not be read".formatted(KernelLog.DEVICE),
                    "give the recorder CAP_SYSLOG, or everybody the kernel's messages: sysctl kernel.dmesg_restrict=0");
        } catch (NoSuchFileException _) {
            return new Finding(
                    Finding.Level.MISSING,
                    SUBJECT,
                    "there is no %s, as in most containers".formatted(KernelLog.DEVICE),
                    null);
        } catch (IOException e) {
            return new Finding(Finding.Level.MISSING, SUBJECT, String.valueOf(e.getMessage()), null);
        }
    }

    @Override
    public LogBatch read(int mostLines, Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            LogBatch batch = readOn(mostLines);
            long left = end - System.nanoTime();
            if (!batch.isEmpty() || left <= 0) {
                return batch;
            }
            records.await(Duration.ofNanos(Math.min(left, WAIT.toNanos())).plusMillis(1));
            if (Thread.interrupted()) {
                throw new InterruptedException("while waiting for the kernel's log");
            }
        }
    }

    private LogBatch readOn(int mostLines) throws IOException {
        clock.compare();
        List<LogLine> lines = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        Position reached = last;
        while (lines.size() < mostLines) {
            int length = records.read(buffer);
            if (length == 0 || length == -Errno.EAGAIN) {
                break;
            }
            if (length < 0 && !isPassed(length)) {
                throw new IOException("%s can't be read: error %d".formatted(KernelLog.DEVICE, -length));
            }
            KernelRecord record = length < 0 ? null : KernelRecord.parse(buffer, length);
            if (record == null || (reached != null && record.sequence() <= reached.sequence())) {
                continue; // lost, and seen as such by the number of the next; or read before
            }
            Gap gap = gapBefore(record, reached);
            if (gap != null) {
                gaps.add(gap);
            }
            lines.add(line(record));
            reached = new Position(bootId, record.sequence(), record.micros());
        }
        last = reached;
        return lines.isEmpty() || reached == null
                ? LogBatch.NOTHING
                : new LogBatch(lines, List.of(new LogPosition(NAME, reached.toString())), gaps);
    }

    /** Errors behind which there are further records. EINVAL is of a record longer than the buffer. */
    private static boolean isPassed(int result) {
        return result == -Errno.EPIPE || result == -Errno.EINVAL || result == -Errno.EINTR;
    }

    private @Nullable Gap gapBefore(KernelRecord record, @Nullable Position before) {
        long expected = before != null ? before.sequence() + 1 : isFirstOfAnotherBoot ? 0 : record.sequence();
        if (record.sequence() == expected) {
            return null;
        }
        Instant from = clock.instant(before == null ? 0 : before.micros());
        Instant to = clock.instant(record.micros());
        return new Gap(
                Gap.Stream.LOGS,
                from,
                to.isBefore(from) ? from : to,
                Gap.Cause.OVERRUN,
                record.sequence() - expected,
                "the kernel's log buffer went round before it was read");
    }

    private LogLine line(KernelRecord record) {
        LogOrigin origin = ofKernel;
        int from = 0;
        if (record.facility() != FACILITY_KERNEL) {
            SyslogHeader tag = tags.tagged(record.text(), clock.instant(record.micros()));
            origin = ofProgram(tag.identifier(), tag.pid());
            from = tag.messageFrom();
        }
        LoggedText text = LoggedText.of(record.text(), from, record.text().length, redact);
        byte[] whole = text.whole();
        return new LogLine(
                origin,
                clock.instant(record.micros()),
                record.micros(),
                record.sequence(),
                record.priority(),
                record.facility(),
                text.text(),
                null,
                null,
                null,
                null,
                null,
                null,
                record.fields(),
                whole == null ? List.of() : List.of(new LargeValue(LogLine.MESSAGE, whole)));
    }

    /** Programs may write into the kernel's log, too: most lines come from where the one before came from. */
    private LogOrigin ofProgram(@Nullable String identifier, @Nullable Integer pid) {
        if (!Objects.equals(ofProgram.identifier(), identifier) || !Objects.equals(ofProgram.pid(), pid)) {
            ofProgram = origin(identifier, pid);
        }
        return ofProgram;
    }

    /** Boot and sequence name a record, so the numbering is the boot's. */
    private LogOrigin origin(@Nullable String identifier, @Nullable Integer pid) {
        return new LogOrigin(
                LogSource.KERNEL,
                bootId,
                bootId,
                null,
                hostname,
                "kernel",
                null,
                null,
                null,
                null,
                null,
                identifier,
                pid,
                null,
                null,
                null,
                null,
                null);
    }

    @Override
    public boolean isAtEnd() {
        return false;
    }

    @Override
    public void close() {
        records.close();
    }
}
