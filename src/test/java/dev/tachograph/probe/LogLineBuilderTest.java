package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.LargeValue;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LogLineBuilderTest {
    private static final String CURSOR = "s=673a85986cf6d7ffd513aed1193b7ecd;i=4d;"
            + "b=bab057ebb95f14db1ae1a1cb9b794969;m=13d0ca1b;t=660bc6d3afb7e;x=6dcb11e1cf791ffc";

    private final LogLineBuilder builder = new LogLineBuilder(null, null);

    private LogLine line(String... fields) {
        return line(
                builder, Arrays.stream(fields).map(text -> text.getBytes(UTF_8)).toList());
    }

    private static LogLine line(LogLineBuilder builder, List<byte[]> fields) {
        for (byte[] field : fields) {
            byte[] longer = Arrays.copyOf(field, field.length + 3); // what is behind the field is not of it
            Arrays.fill(longer, field.length, longer.length, (byte) '#');
            builder.add(longer, field.length);
        }
        return builder.build(JournalCursor.of(CURSOR));
    }

    private static byte[] bytes(String latin) {
        return latin.getBytes(ISO_8859_1);
    }

    @Test
    void wellKnownFieldsBecomeColumns() {
        LogLine line = line(
                "__CURSOR=x",
                "_BOOT_ID=bab057ebb95f14db1ae1a1cb9b794969",
                "_HOSTNAME=web-01",
                "PRIORITY=6",
                "SYSLOG_FACILITY=3",
                "_PID=381",
                "_UID=4294967294",
                "_SYSTEMD_UNIT=a.service",
                "UNIT=b.service",
                "CODE_LINE=12",
                "ERRNO=2",
                "MESSAGE=größe \033[31m",
                "OTHER=1");

        assertThat(line.origin().source()).isEqualTo(LogSource.JOURNAL);
        assertThat(line.origin().sequenceId()).isEqualTo(UUID.fromString("673a8598-6cf6-d7ff-d513-aed1193b7ecd"));
        assertThat(line.origin().bootId()).isEqualTo(UUID.fromString("bab057eb-b95f-14db-1ae1-a1cb9b794969"));
        assertThat(line.origin().hostname()).isEqualTo("web-01");
        assertThat(line.origin().unit()).isEqualTo("a.service");
        assertThat(line.origin().pid()).isEqualTo(381);
        assertThat(line.origin().uid()).isEqualTo(4294967294L);
        assertThat(line.timestamp()).isEqualTo(Instant.parse("2026-11-20T22:04:22.964094Z"));
        assertThat(line.monotonicMicros()).isEqualTo(0x13d0ca1bL);
        assertThat(line.sequence()).isEqualTo(77);
        assertThat(line.priority()).isEqualTo(6);
        assertThat(line.facility()).isEqualTo(3);
        assertThat(line.aboutUnit()).isEqualTo("b.service");
        assertThat(line.codeLine()).isEqualTo(12);
        assertThat(line.errno()).isEqualTo(2);
        assertThat(line.message()).isEqualTo("größe \033[31m");
        assertThat(line.fields()).containsOnly(Map.entry("OTHER", List.of("1")));
        assertThat(line.largeValues()).isEmpty();
    }

    @Test
    void nothingOfALineComesWithTheNext() {
        line("PRIORITY=6", "_PID=1", "MESSAGE=one", "A=1", "B=" + "x".repeat(5000));
        LogLine next = line("MESSAGE=two");

        assertThat(next.priority()).isNull();
        assertThat(next.origin().pid()).isNull();
        assertThat(next.fields()).isEmpty();
        assertThat(next.largeValues()).isEmpty();
    }

    @Test
    void aValueThatIsNotWhatItShouldBeStaysUnderItsName() {
        for (String field : List.of(
                "PRIORITY=high",
                "PRIORITY=",
                "PRIORITY=06",
                "PRIORITY=+6",
                "PRIORITY=-1",
                "PRIORITY=128",
                "_PID=99999999999",
                "_PID=-0",
                "_UID=4294967296",
                "ERRNO=1 ",
                "_BOOT_ID=BAB057EBB95F14DB1AE1A1CB9B794969",
                "MESSAGE_ID=bab057ebb95f14db1ae1a1cb9b79496",
                "MESSAGE_ID=bab057eb-b95f-14db-1ae1-a1cb9b794969")) {
            String[] halves = field.split("=", 2);
            for (int time = 0; time < 2; time++) { // also when it is known from before
                assertThat(line(field).fields()).as(field).containsEntry(halves[0], List.of(halves[1]));
            }
        }
        assertThat(line("ERRNO=-2147483648").errno()).isEqualTo(Integer.MIN_VALUE);
        assertThat(line("ERRNO=-2147483649").errno()).isNull();
    }

    @Test
    void furtherValuesOfAFieldStay() {
        LogLine line =
                line("PRIORITY=6", "PRIORITY=6", "PRIORITY=5", "MESSAGE=one", "MESSAGE=two", "A=1", "A=1", "A=2");

        assertThat(line.priority()).isEqualTo(6);
        assertThat(line.message()).isEqualTo("one");
        assertThat(line.fields().get("PRIORITY")).containsExactly("6", "5");
        assertThat(line.fields().get("MESSAGE")).containsExactly("two");
        assertThat(line.fields().get("A")).containsExactly("1", "1", "2");
        assertThat(line("A=1").fields().get("A")).containsExactly("1");
    }

    @Test
    void whatIsNoTextIsKeptWhole() {
        LogLine line = line(
                builder,
                List.of(
                        bytes("MESSAGE=a\0b\377c\u00e9"),
                        bytes("A=\377"),
                        bytes("_COMM=x\0"),
                        "B=ok\uFFFD".getBytes(UTF_8)));

        assertThat(line.message()).isEqualTo("a\uFFFDb\uFFFDc\uFFFD");
        assertThat(line.origin().comm()).isNull();
        assertThat(line.fields()).containsOnly(Map.entry("B", List.of("ok\uFFFD")));
        assertThat(line.largeValues())
                .containsExactly(
                        new LargeValue("MESSAGE", bytes("a\0b\377c\u00e9")),
                        new LargeValue("A", bytes("\377")),
                        new LargeValue("_COMM", bytes("x\0")));
    }

    @Test
    void aLargeMessageHasAReadableBeginAndIsKeptWhole() {
        String message = "€".repeat(3_500_000); // 10.5 MB
        LogLine line = line("MESSAGE=" + message);

        assertThat(line.message()).isEqualTo("€".repeat(LogLine.MOST_INLINE_BYTES / 3));
        assertThat(line.largeValues()).hasSize(1);
        assertThat(new String(line.largeValues().getFirst().bytes(), UTF_8)).isEqualTo(message);
    }

    @Test
    void theBeginOfALargeMessageEndsWithAWholeCharacter() {
        for (int before = 0; before < 8; before++) {
            LogLine line = line("MESSAGE=" + "x".repeat(LogLine.MOST_INLINE_BYTES - before) + "😀".repeat(10));

            assertThat(line.message())
                    .isEqualTo("x".repeat(LogLine.MOST_INLINE_BYTES - before) + "😀".repeat(before / 4));
        }
    }

    @Test
    void theLargestValueThatIsInlineIsKnown() {
        String most = "x".repeat(LogLine.MOST_INLINE_BYTES);

        assertThat(line("MESSAGE=" + most).largeValues()).isEmpty();
        assertThat(line("MESSAGE=" + most + "x").largeValues()).hasSize(1);
        assertThat(line("A=" + most).fields()).containsKey("A");
        assertThat(line("A=" + most + "x").fields()).isEmpty();
    }

    @Test
    void whatALineHasBeyondItsRoomForFieldsIsKeptApart() {
        List<byte[]> fields = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            fields.add("F%d=%s"
                    .formatted(i, "\u0001".repeat(LogLine.MOST_INLINE_BYTES))
                    .getBytes(UTF_8));
        }
        fields.add(bytes("SMALL=x"));
        for (int time = 0; time < 2; time++) {
            LogLine line = line(builder, fields);

            assertThat(line.fields()).containsOnlyKeys("F0", "F1", "SMALL");
            assertThat(line.largeValues())
                    .hasSize(898)
                    .allSatisfy(value -> assertThat(value.bytes())
                            .hasSize(LogLine.MOST_INLINE_BYTES)
                            .containsOnly(1));
            assertThat(line.largeValues().getLast().field()).isEqualTo("F899");
        }
    }

    @Test
    void theRoomForFieldsIsAsLargeForValuesThatAreKnownFromBefore() {
        List<byte[]> fields = Collections.nCopies(500, bytes("A=" + "\"".repeat(400)));
        int each = InlineRoom.of("A", "\"".repeat(400));
        for (int time = 0; time < 3; time++) {
            LogLine line = line(builder, fields);

            assertThat(line.fields().get("A")).hasSize(InlineRoom.MOST / each);
            assertThat(line.largeValues()).hasSize(500 - InlineRoom.MOST / each);
            assertThat(line.largeValues().getFirst()).isEqualTo(new LargeValue("A", bytes("\"".repeat(400))));
        }
    }

    @Test
    void whatIsKeptApartForLackOfRoomHasNoSecrets() {
        var redacting = new LogLineBuilder(text -> text.replace("secret", "‹gone›"), null);
        LogLine line = line(redacting, Collections.nCopies(40, bytes("A=secret" + "x".repeat(4_000))));

        assertThat(line.largeValues()).isNotEmpty();
        assertThat(line.largeValues().stream().map(value -> new String(value.bytes(), UTF_8)))
                .allMatch(value -> value.startsWith("‹gone›x"));
    }

    @Test
    void equalOriginsAreOne() {
        LogLine one = line("_PID=1", "_COMM=a", "MESSAGE=x");
        LogLine two = line("_PID=1", "_COMM=a", "MESSAGE=y");

        assertThat(two.origin()).isSameAs(one.origin());
        assertThat(line("_PID=2", "_COMM=a").origin()).isNotEqualTo(one.origin());
    }

    @Test
    void secretsGoFromWhateverMayHoldThem() {
        UnaryOperator<String> message = text -> text.replace("secret", "‹gone›");
        UnaryOperator<String> commandLine = text -> text.replace("hidden", "‹gone›");
        var redacting = new LogLineBuilder(message, commandLine);
        String large = "x".repeat(5000);
        LogLine line = line(
                redacting,
                List.of(
                        bytes("MESSAGE=a secret"),
                        bytes("MESSAGE=b secret"),
                        bytes("MESSAGE=" + large + "secret"),
                        bytes("MESSAGE=secret\377" + "secret"),
                        bytes("MESSAGE=secret\0"),
                        bytes("SYSLOG_RAW=<13>secret"),
                        bytes("_CMDLINE=x hidden"),
                        bytes("_CMDLINE=y hidden"),
                        bytes("OBJECT_CMDLINE=z hidden"),
                        bytes("A=secret and hidden"),
                        bytes("_A=secret and hidden")));

        assertThat(line.message()).isEqualTo("a ‹gone›");
        assertThat(line.fields().get("MESSAGE")).containsExactly("b ‹gone›");
        assertThat(line.fields().get("SYSLOG_RAW")).containsExactly("<13>‹gone›");
        assertThat(line.origin().cmdline()).isEqualTo("x ‹gone›");
        assertThat(line.fields().get("_CMDLINE")).containsExactly("y ‹gone›");
        assertThat(line.fields().get("OBJECT_CMDLINE")).containsExactly("z ‹gone›");
        assertThat(line.fields().get("A")).containsExactly("‹gone› and hidden");
        assertThat(line.fields().get("_A")).containsExactly("secret and hidden");
        assertThat(line.largeValues().stream().map(value -> new String(value.bytes(), UTF_8)))
                .containsExactly(large + "‹gone›", "‹gone›\uFFFD‹gone›", "‹gone›\0");
        assertThat(line.largeValues().get(1).bytes()).contains(0xFF);
    }

    @Test
    void aFieldThatIsCalledASecretIsHiddenWhole() {
        var redactor = new Redaction("a key of more than sixteen bytes".getBytes(UTF_8), List.of()).messages();
        var redacting = new LogLineBuilder(redactor);
        LogLine line = line(
                redacting,
                List.of(
                        bytes("DB_PASSWORD=correct horse battery"),
                        bytes("API_TOKEN=" + "x".repeat(5000)),
                        bytes("URL=https://bob:hunter2@example.org/"),
                        bytes("MESSAGE=harmless")));

        assertThat(line.fields().get("DB_PASSWORD")).containsExactly(redactor.hide("correct horse battery"));
        assertThat(line.fields().get("URL"))
                .containsExactly("https://bob:" + redactor.hide("hunter2") + "@example.org/");
        assertThat(line.largeValues())
                .singleElement()
                .satisfies(value -> assertThat(new String(value.bytes(), UTF_8)).doesNotContain("xx"));
        assertThat(line.message()).isEqualTo("harmless");
    }

    @Test
    void secretsGoFromAMessageOfManyMegabytes() {
        UnaryOperator<String> message = text -> text.replace("secret", "‹gone›");
        var redacting = new LogLineBuilder(message, null);
        String line = "€".repeat(500) + " secret\n";
        String large = line.repeat(2_000); // 3 MB
        String unbroken = "€".repeat(1_000_000);

        assertThat(new String(
                        line(redacting, List.of(("MESSAGE=" + large).getBytes(UTF_8)))
                                .largeValues()
                                .getFirst()
                                .bytes(),
                        UTF_8))
                .isEqualTo(large.replace("secret", "‹gone›"));
        assertThat(line(redacting, List.of(("MESSAGE=" + unbroken).getBytes(UTF_8)))
                        .largeValues()
                        .getFirst()
                        .bytes())
                .isEqualTo(unbroken.getBytes(UTF_8));
    }

    @Test
    void aLargeMessageShowsNoSecretAtItsBegin() {
        UnaryOperator<String> message = text -> text.replace("secret", "‹gone›");
        var redacting = new LogLineBuilder(message, null);

        assertThat(line(redacting, List.of(bytes("MESSAGE=secret" + "x".repeat(5000))))
                        .message())
                .startsWith("‹gone›xxx");
    }

    @Test
    void anyFieldIsTaken() {
        List<String> samples =
                List.of("MESSAGE=x", "_PID=1", "PRIORITY=3", "=", "_BOOT_ID=bab057ebb95f14db1ae1a1cb9b794969");
        AnyBytes.giveAValue(samples, 20_000, field -> {
            builder.add(field, field.length);
            LogLine line = builder.build(JournalCursor.of(CURSOR));
            assertThat(line.message() == null || line.message().indexOf('\0') < 0)
                    .isTrue();
        });
    }

    @Test
    void anyCursorIsRead() {
        AnyBytes.giveAValue(List.of(CURSOR, CURSOR), 20_000, text -> {
            var again = new JournalCursor();
            again.read(text, text.length);
            long sequence = again.sequence;
            again.read(text, text.length); // compared with what was read before

            assertThat(again.sequence).isEqualTo(sequence);
            assertThat(again.timestamp()).isNotNull();
        });
    }
}
