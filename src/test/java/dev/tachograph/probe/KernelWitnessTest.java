package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.linux.Errno;
import dev.tachograph.model.Event;
import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.Moment;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a text file says of the kernel is held against the kernel's own log, where that reaches back so far. */
class KernelWitnessTest {
    private static final String KILLED =
            "Out of memory: Killed process %d (java) total-vm:8kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:9kB oom_score_adj:0";
    private static final long HOUR_MICROS = 3_600_000_000L;

    private final EventLines lines = new EventLines();

    /** The host was booted two hours before noon; its log reaches back an hour. */
    private static Moment noon() {
        long nanos = 2 * HOUR_MICROS * 1000;
        return new Moment(EventLines.NOON, nanos, nanos);
    }

    private static KernelWitness of(int end, String... records) {
        return new KernelWitness(
                () -> {
                    Deque<String> left = new ArrayDeque<>(List.of(records));
                    return new KernelRecords() {
                        @Override
                        public int read(byte[] into) {
                            String next = left.poll();
                            if (next == null) {
                                return end;
                            }
                            byte[] bytes = next.getBytes(UTF_8);
                            System.arraycopy(bytes, 0, into, 0, bytes.length);
                            return bytes.length;
                        }

                        @Override
                        public void await(Duration patience) {}

                        @Override
                        public void close() {}
                    };
                },
                KernelWitnessTest::noon);
    }

    private static String record(int level, long micros, String text) {
        return "%d,%d,%d,-;%s\n".formatted(level, micros, micros, text);
    }

    private List<Event> told(KernelWitness witness, LogLine... batch) {
        return new LogEvents(new ToldEvents(), EventLines.BOOT, witness)
                .telling(new LogBatch(List.of(batch), List.of(), List.of()))
                .events();
    }

    @Test
    void aLineThatTheKernelDidNotWriteTellsOfNothing() {
        KernelWitness witness = of(
                -Errno.EAGAIN,
                record(6, HOUR_MICROS, "usb 1-1: new device"),
                record(3, HOUR_MICROS + 5, KILLED.formatted(1234)),
                record(6, HOUR_MICROS + 6, "nginx[77]: segfault at 0 ip 0 sp 0 error 4 in nginx[1+2]"),
                record(11, HOUR_MICROS + 7, KILLED.formatted(55)));
        assertThat(told(
                        witness,
                        lines.syslog("kernel", null, KILLED.formatted(1234)),
                        lines.syslog("kernel", null, KILLED.formatted(123)),
                        lines.syslog("kernel", null, KILLED.formatted(55)),
                        lines.syslog("kernel", null, "nginx[77]: segfault at 0 ip 0 sp 0 error 4 in nginx[1+2]"),
                        lines.syslog("kernel", null, "nginx[7]: segfault at 0 ip 0 sp 0 error 4 in nginx[1+2]")))
                .extracting(event -> event.subject().pid())
                .containsExactly(1234, 77);
    }

    @Test
    void whatTheLogDoesNotReachBackToIsBelieved() {
        KernelWitness witness = of(-Errno.EAGAIN, record(6, HOUR_MICROS, "usb 1-1: new device"));
        assertThat(told(witness, lines.pass(-3590).syslog("kernel", null, KILLED.formatted(1234))))
                .hasSize(1);
        assertThat(told(witness, lines.pass(200).syslog("kernel", null, KILLED.formatted(1234))))
                .isEmpty();
    }

    @Test
    void whereTheLogCannotBeReadTheLineIsBelieved() {
        LogLine line = lines.syslog("kernel", null, KILLED.formatted(1234));
        assertThat(told(KernelWitness.NONE, line)).hasSize(1);
        assertThat(told(of(-Errno.EPERM), line)).hasSize(1);
        assertThat(told(of(-Errno.EAGAIN), line)).hasSize(1);
    }

    @Test
    void otherSourcesNeedNoWitness() {
        KernelWitness witness = of(-Errno.EAGAIN, record(6, HOUR_MICROS, "usb 1-1: new device"));
        assertThat(told(witness, lines.kernel(KILLED.formatted(1234)), lines.kernelInJournal(KILLED.formatted(1235))))
                .hasSize(2);
    }

    @Test
    void theLogIsAskedOnceABatchAndAnewForTheNext() {
        int[] opened = {0};
        var witness = new KernelWitness(
                () -> {
                    opened[0]++;
                    throw new IOException("not now");
                },
                KernelWitnessTest::noon);
        var events = new LogEvents(new ToldEvents(), EventLines.BOOT, witness);
        for (int batch = 0; batch < 3; batch++) {
            LogLine[] storm = {
                lines.syslog("kernel", null, KILLED.formatted(1)), lines.syslog("kernel", null, KILLED.formatted(2))
            };
            events.telling(new LogBatch(List.of(storm), List.of(), List.of()));
        }
        events.telling(new LogBatch(List.of(lines.syslog("sshd", 7, "hello")), List.of(), List.of()));
        assertThat(opened[0]).isEqualTo(3);
    }
}
