package dev.tachograph.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.linux.Sandbox;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Frames arrive as they were sent, and nothing else that arrives is taken for one. */
class FrameTest {
    private static final int MOST = 1 << 20;
    private static final int ROUNDS = 20_000;

    private static final WorkerRequest REQUEST = new WorkerRequest(
            List.of("CREATE VIEW a AS SELECT 1", ""),
            "version",
            Path.of("/data/snapshots/1"),
            "SELECT 'ü\0\n'",
            SqlQuestion.Origin.OURS,
            SqlQuestion.Format.PARQUET,
            Long.MAX_VALUE);
    private static final Asked ASKED = new Asked(7, Duration.ofSeconds(3), REQUEST);
    private static final Sandbox.Report REPORT = new Sandbox.Report(Stream.of(Sandbox.Part.values())
            .map(part -> new Sandbox.Outcome(part, part.name().length() % 2 == 0, "" + part))
            .toList());
    private static final List<SqlRun.Column> COLUMNS =
            List.of(new SqlRun.Column("a", "BIGINT"), new SqlRun.Column("", "STRUCT(a INTEGER)"));
    private static final SqlRun.End END = new SqlRun.End(5, true, Duration.ofNanos(17));

    private static byte[] frames() throws IOException {
        var out = new ByteArrayOutputStream();
        var writer = new FrameWriter(out);
        writer.write(FrameType.REQUEST, ASKED.toBody(Asked.Script.NONE));
        writer.write(FrameType.REQUEST, ASKED.toBody(ASKED.script()));
        writer.write(FrameType.READY, Answers.ready(REPORT));
        writer.write(FrameType.COLUMNS, Answers.columns(COLUMNS));
        writer.write(FrameType.END, Answers.end(END));
        writer.write(FrameType.REFUSAL, Answers.refusal(new SqlRefusal(SqlRefusal.Kind.WRONG, "no such column")));
        writer.write(FrameType.ROWS, new byte[200_000], 0, 200_000);
        return out.toByteArray();
    }

    @Test
    void whatIsSentArrives() throws Exception {
        var in = new FrameReader(new ByteArrayInputStream(frames()), MOST);
        assertThat(in.next()).isEqualTo(FrameType.REQUEST);
        assertThat(Asked.parse(in.body(), Asked.Script.NONE)).isEqualTo(ASKED);
        assertThat(in.next()).isEqualTo(FrameType.REQUEST);
        assertThat(Asked.parse(in.body(), ASKED.script())).isEqualTo(ASKED);
        assertThat(in.next()).isEqualTo(FrameType.READY);
        assertThat(Answers.ready(in.body())).isEqualTo(REPORT);
        assertThat(in.next()).isEqualTo(FrameType.COLUMNS);
        assertThat(Answers.columns(in.body())).isEqualTo(COLUMNS);
        assertThat(in.next()).isEqualTo(FrameType.END);
        assertThat(Answers.end(in.body())).isEqualTo(END);
        assertThat(in.next()).isEqualTo(FrameType.REFUSAL);
        assertThat(Answers.refusal(in.body())).hasMessage("no such column");
        assertThat(in.next()).isEqualTo(FrameType.ROWS);
        var rows = new ByteArrayOutputStream();
        in.copyTo(rows);
        assertThat(rows.size()).isEqualTo(200_000);
        assertThat(in.next()).isNull();
    }

    @Test
    void aFrameThatIsTooLongIsRefusedBeforeItTakesMemory() {
        for (byte first : new byte[] {0x7f, (byte) 0xff, 0x00}) {
            byte[] bytes = {first, 0x7f, 0x7f, 0x7f, 'D'};
            assertThatThrownBy(() -> new FrameReader(new ByteArrayInputStream(bytes), MOST).next())
                    .isInstanceOf(FrameException.class);
        }
    }

    @Test
    void aScriptThatWasNeverToldIsMissed() throws Exception {
        var body = ASKED.toBody(ASKED.script()).toBytes();
        assertThatThrownBy(() -> Asked.parse(new FrameBody(body, body.length), Asked.Script.NONE))
                .isInstanceOf(FrameException.class);
    }

    @Test
    void anyBytesAreFramesOrARefusal() throws Exception {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        byte[] sound = Arrays.copyOf(frames(), frames().length - 199_000);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = sound.clone();
            for (int change = random.nextInt(1, 5); change > 0; change--) {
                bytes[random.nextInt(Math.min(bytes.length, 1500))] = (byte) random.nextInt(256);
            }
            byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            try {
                readAll(cut);
            } catch (IOException _) {
                // a refusal
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "seed %d: %s".formatted(seed, HexFormat.of().formatHex(cut)), e);
            }
        }
    }

    private static void readAll(byte[] bytes) throws IOException {
        var in = new FrameReader(new ByteArrayInputStream(bytes), MOST);
        for (@Nullable FrameType type = in.next(); type != null; type = in.next()) {
            switch (type) {
                case REQUEST -> Asked.parse(in.body(), ASKED.script());
                case CANCEL -> in.body().number();
                case READY -> Answers.ready(in.body());
                case COLUMNS -> Answers.columns(in.body());
                case END -> Answers.end(in.body());
                case REFUSAL -> Answers.refusal(in.body());
                case ROWS -> in.copyTo(ByteArrayOutputStream.nullOutputStream());
            }
        }
    }
}
