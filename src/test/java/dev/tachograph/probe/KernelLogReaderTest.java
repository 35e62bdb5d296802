package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tachograph.linux.Errno;
import dev.tachograph.linux.KernelLog;
import dev.tachograph.model.Finding;
import dev.tachograph.model.Gap;
import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogSource;
import dev.tachograph.model.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KernelLogReaderTest {
    private static final UUID BOOT = UUID.fromString("11111111-2222-3333-4444-555555555555");
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final long SECOND = 1_000_000_000;

    /** Up for 1000 seconds, 100 of which it slept. */
    private Moment now = new Moment(NOW, 1000 * SECOND, 900 * SECOND);

    private final Fake records = new Fake();

    /** Records, and errors as negative numbers. */
    private static final class Fake implements KernelRecords {
        private final Deque<Object> results = new ArrayDeque<>();

        void add(String record) {
            results.add(record);
        }

        @Override
        public int read(byte[] into) {
            return switch (results.poll()) {
                case String record -> {
                    byte[] bytes = record.getBytes(UTF_8);
                    System.arraycopy(bytes, 0, into, 0, bytes.length);
                    yield bytes.length;
                }
                case Integer error -> -error;
                case null, default -> -Errno.EAGAIN;
            };
        }

        @Override
        public void await(Duration patience) {
            add("6,900,905000000,-;awaited\n");
        }

        @Override
        public void close() {}
    }

    @Test
    void aRecordHasWhatItTells() throws Exception {
        records.add(
                "4,7,890000000,-,caller=T1;usb 1-1: a \\x5c \\xe2\\x82\\xac\\x0ab\n SUBSYSTEM=usb\n DEVICE=c189:2\n");
        records.add("30,8,890000001,-;systemd[1]: hello\n");
        LogBatch batch = reader(null).read(10, Duration.ZERO);
        LogLine line = batch.lines().getFirst();
        assertThat(line.message()).isEqualTo("usb 1-1: a \\ \u20ac\nb");
        assertThat(line.priority()).isEqualTo(4);
        assertThat(line.facility()).isZero();
        assertThat(line.sequence()).isEqualTo(7);
        assertThat(line.monotonicMicros()).isEqualTo(890_000_000);
        assertThat(line.fields())
                .isEqualTo(Map.of("caller", List.of("T1"), "SUBSYSTEM", List.of("usb"), "DEVICE", List.of("c189:2")));
        assertThat(line.origin().source()).isEqualTo(LogSource.KERNEL);
        assertThat(line.origin().identifier()).isEqualTo("kernel");
        assertThat(line.origin().transport()).isEqualTo("kernel");
        assertThat(line.origin().bootId()).isEqualTo(BOOT);
        assertThat(line.origin().sequenceId()).isEqualTo(BOOT);
        assertThat(line.origin().hostname()).isEqualTo("vm");
        LogLine ofSystemd = batch.lines().get(1);
        assertThat(ofSystemd.facility()).isEqualTo(3);
        assertThat(ofSystemd.origin().identifier()).isEqualTo("systemd");
        assertThat(ofSystemd.origin().pid()).isEqualTo(1);
        assertThat(ofSystemd.message()).isEqualTo("hello");
        assertThat(batch.gaps()).isEmpty();
    }

    @Test
    void whatCameWhileListeningIsFromNowAndWhatWasThereFromBeforeTheSleep() throws Exception {
        records.add("6,1,0,-;begin\n");
        records.add("6,2,899000000,-;before listening\n");
        KernelLogReader reader = reader(null);
        LogBatch old = reader.read(10, Duration.ZERO);
        assertThat(old.lines())
                .extracting(LogLine::timestamp)
                .containsExactly(NOW.minusSeconds(1000), NOW.minusSeconds(101));
        now = new Moment(NOW.plusSeconds(5), 1005 * SECOND, 905 * SECOND);
        records.add("6,3,904000000,-;while listening\n");
        assertThat(reader.read(10, Duration.ZERO).lines())
                .extracting(LogLine::timestamp)
                .containsExactly(NOW.plusSeconds(4));
    }

    @Test
    void goesOnBehindItsPosition() throws Exception {
        records.add("6,5,1,-;five\n");
        String position =
                reader(null).read(10, Duration.ZERO).positions().getFirst().position();
        records.add("6,4,1,-;four\n");
        records.add("6,5,1,-;five\n");
        records.add("6,6,1,-;six\n");
        LogBatch batch = reader(position).read(10, Duration.ZERO);
        assertThat(batch.lines()).extracting(LogLine::message).containsExactly("six");
        assertThat(batch.gaps()).isEmpty();
    }

    @Test
    void recordsThatWereOverwrittenAreAGapWithTheirNumber() throws Exception {
        records.add("6,5,1000000,-;five\n");
        records.results.add(Errno.EPIPE);
        records.add("6,15,3000000,-;fifteen\n");
        records.results.add(Errno.EINVAL); // too long
        records.add("6,17,4000000,-;seventeen\n");
        LogBatch batch = reader(null).read(10, Duration.ZERO);
        assertThat(batch.lines()).hasSize(3);
        assertThat(batch.gaps()).extracting(Gap::cause).containsOnly(Gap.Cause.OVERRUN);
        assertThat(batch.gaps()).extracting(Gap::count).containsExactly(9L, 1L);
        assertThat(batch.gaps().getFirst().from()).isEqualTo(NOW.minusSeconds(999));
        assertThat(batch.gaps().getFirst().to()).isEqualTo(NOW.minusSeconds(997));
    }

    @Test
    void afterARebootItBeginsAtTheFirstRecordAndWhatIsMissingBeforeItIsAGap() throws Exception {
        String ofOtherBoot = UUID.randomUUID() + ":500:1";
        records.add("6,0,0,-;first\n");
        assertThat(reader(ofOtherBoot).read(10, Duration.ZERO).gaps()).isEmpty();
        records.add("6,3,0,-;fourth\n");
        assertThat(reader(ofOtherBoot).read(10, Duration.ZERO).gaps())
                .extracting(Gap::count)
                .containsExactly(3L);
        records.add("6,3,0,-;fourth\n");
        assertThat(reader(null).read(10, Duration.ZERO).gaps()).isEmpty();
    }

    @Test
    void waitsForARecord() throws Exception {
        assertThat(reader(null).read(10, Duration.ofSeconds(5)).lines())
                .extracting(LogLine::message)
                .containsExactly("awaited");
    }

    @Test
    void otherErrorsAreTold() {
        records.results.add(Errno.EIO);
        assertThatThrownBy(() -> reader(null).read(10, Duration.ZERO))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("error 5");
    }

    @Test
    void aPositionThatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> reader("x:1:2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'x:1:2' is no position");
    }

    @Test
    void takesAnyBytes() {
        AnyBytes.giveAValue(
                List.of("4,7,890000000,-,caller=T1;usb \\x5c\n SUBSYSTEM=usb\n DEVICE=c189:2\n", "6,1,2,c;\\xe2\n"),
                100_000,
                bytes -> {
                    KernelRecord _ = KernelRecord.parse(bytes, bytes.length);
                });
    }

    @Test
    void readsTheLogOfThisHost() throws Exception {
        assumeTrue(KernelLogReader.finding().level() == Finding.Level.OK, "no kernel log here");
        List<LogLine> lines = new ArrayList<>();
        String position = null;
        try (KernelLogReader reader = KernelLogReader.open(null, UnaryOperator.identity())) {
            for (LogBatch batch = reader.read(100, Duration.ZERO);
                    !batch.isEmpty();
                    batch = reader.read(100, Duration.ZERO)) {
                lines.addAll(batch.lines());
                position = batch.positions().getFirst().position();
            }
        }
        assertThat(lines)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.timestamp())
                        .isBeforeOrEqualTo(Instant.now().plusSeconds(60)));
        assertThat(lines).extracting(LogLine::sequence).isSorted().doesNotHaveDuplicates();
        assumeTrue(Files.isWritable(KernelLog.DEVICE), "only the privileged write into the kernel's log");
        String mark = "tachograph test " + UUID.randomUUID();
        try (KernelLogReader reader = KernelLogReader.open(position, UnaryOperator.identity())) {
            Files.writeString(KernelLog.DEVICE, "<14>" + mark + " \u20ac\n", StandardOpenOption.WRITE);
            LogLine found = null;
            while (found == null) { // other programs may write, too
                LogBatch batch = reader.read(100, Duration.ofSeconds(20));
                assertThat(batch.lines()).isNotEmpty();
                found = batch.lines().stream()
                        .filter(line -> (mark + " \u20ac").equals(line.message()))
                        .findFirst()
                        .orElse(null);
            }
            assertThat(found.facility()).isEqualTo(1);
            assertThat(Duration.between(found.timestamp(), Instant.now()).abs()).isLessThan(Duration.ofSeconds(30));
        }
    }

    private KernelLogReader reader(@Nullable String stored) {
        return new KernelLogReader(records, () -> now, BOOT, "vm", stored, UnaryOperator.identity());
    }
}
