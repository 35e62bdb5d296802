package dev.tachograph.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.linux.ProcessConnector.Event;
import dev.tachograph.linux.ProcessConnector.Kind;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Messages of the kernel about processes, byte by byte. */
class KernelMessagesTest {
    private static final int STATS_BYTES = 560;
    private static final int STATS_AT = 20 + 4 + 8 + 4;

    /** The end of the only thread of a process, as version 16 has it. */
    private static byte[] end(int version) {
        ByteBuffer message = ByteBuffer.allocate(STATS_AT + STATS_BYTES).order(ByteOrder.nativeOrder());
        message.putInt(message.capacity())
                .putShort((short) 31)
                .putShort((short) 0)
                .putLong(0);
        message.putInt(0x0102);
        message.putShort((short) (message.capacity() - 20)).putShort((short) (4 | 0x8000));
        message.putShort((short) 8).putShort((short) 1).putInt(4711);
        message.putShort((short) (STATS_BYTES + 4)).putShort((short) 3);
        message.putShort(STATS_AT, (short) version);
        message.putInt(STATS_AT + 4, 0x0700);
        message.put(STATS_AT + 8, (byte) 0x21);
        message.putLong(STATS_AT + 16, 3);
        message.putLong(STATS_AT + 24, 5_000);
        message.putLong(STATS_AT + 72, 7_000_000);
        message.put(STATS_AT + 80, "a b".getBytes(StandardCharsets.US_ASCII));
        message.putInt(STATS_AT + 120, -2);
        message.putInt(STATS_AT + 128, 4711);
        message.putInt(STATS_AT + 132, 1234);
        message.putLong(STATS_AT + 144, 9_000);
        message.putLong(STATS_AT + 200, 864);
        message.putLong(STATS_AT + 248, 4096);
        message.putLong(STATS_AT + 256, 8192);
        message.putLong(STATS_AT + 344, 1_700_000_000);
        message.putInt(STATS_AT + 368, 4710);
        message.putLong(STATS_AT + 376, 10_000);
        return message.array();
    }

    private static TaskExit parse(byte[] message) {
        TaskExit exit = TaskstatsMessage.parse(MemorySegment.ofArray(message), 0, message.length);
        assertThat(exit).isNotNull();
        return exit;
    }

    @Test
    void everyFieldOfAnEndComesFromItsPlace() {
        assertThat(parse(end(16)))
                .isEqualTo(new TaskExit(
                        4711,
                        4710,
                        1234,
                        0xFFFF_FFFEL,
                        "a b",
                        0x0700,
                        true,
                        true,
                        7_000_000,
                        3,
                        5_000,
                        0,
                        9_000,
                        10_000,
                        1_700_000_000,
                        864 * 1024,
                        4096,
                        8192,
                        null));
    }

    @Test
    void anEndThatNamesNoProcessIsNoneToUs() {
        byte[] old = end(11);
        assertThat(TaskstatsMessage.parse(MemorySegment.ofArray(old), 0, old.length))
                .isNull();
        assertThat(TaskstatsMessage.version(MemorySegment.ofArray(old), 0, old.length))
                .isEqualTo(11);
    }

    @Test
    void aMessageThatIsCutShortIsNone() {
        byte[] whole = end(16);
        for (int length = 0; length < whole.length; length++) {
            assertThat(TaskstatsMessage.parse(MemorySegment.ofArray(whole), 0, length))
                    .isNull();
        }
    }

    /** The end of a process, with the code of SIGKILL. */
    private static byte[] event(int what, int pid, int tgid) {
        ByteBuffer message = ByteBuffer.allocate(76).order(ByteOrder.nativeOrder());
        message.putInt(76).putShort((short) 3).putShort((short) 0).putLong(0);
        message.putInt(1).putInt(1).putInt(99).putInt(0).putShort((short) 40).putShort((short) 0);
        message.putInt(what).putInt(1).putLong(123_456_789L);
        message.putInt(pid).putInt(tgid).putInt(9).putInt(17).putInt(55).putInt(54);
        return message.array();
    }

    @Test
    void anEventSaysWhatHappenedToWhomAndWhen() {
        MemorySegment exit = MemorySegment.ofArray(event(0x8000_0000, 77, 77));
        assertThat(ProcessConnector.parse(exit, 0, 76)).isEqualTo(new Event(Kind.EXIT, 77, 123_456_789L, 9, 54));
        MemorySegment exec = MemorySegment.ofArray(event(2, 77, 77));
        assertThat(ProcessConnector.parse(exec, 0, 76)).isEqualTo(new Event(Kind.EXEC, 77, 123_456_789L, 0, null));
    }

    @Test
    void eventsOfThreadsAndOtherEventsAreNone() {
        assertThat(ProcessConnector.parse(MemorySegment.ofArray(event(0x8000_0000, 78, 77)), 0, 76))
                .isNull();
        assertThat(ProcessConnector.parse(MemorySegment.ofArray(event(1, 77, 77)), 0, 76))
                .isNull();
    }

    @Test
    void anyBytesAreTakenApartWithoutAnError() {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        byte[][] samples = {end(16), event(0x8000_0000, 77, 77)};
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = samples[round % 2].clone();
            for (int change = random.nextInt(8); change > 0; change--) {
                bytes[random.nextInt(random.nextInt(1, bytes.length + 1))] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(bytes.length + 1);
            try {
                MemorySegment memory = MemorySegment.ofArray(bytes);
                NetlinkSocket.messages(memory, 0, length, (in, from, to) -> {
                    var _ = TaskstatsMessage.parse(in, from, to);
                    var _ = TaskstatsMessage.version(in, from, to);
                    var _ = TaskstatsMessage.shortAttribute(in, from, to, 1);
                    var _ = ProcessConnector.parse(in, from, to);
                });
            } catch (RuntimeException e) {
                throw new AssertionError("seed %d, round %d".formatted(seed, round), e);
            }
        }
    }
}
