package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogParserTest {
    private static final Instant NEWEST = Instant.parse("2026-11-26T12:00:00Z");
    private static final Instant BEFORE = Instant.parse("2026-11-20T00:00:00Z");

    private final SyslogParser parser = new SyslogParser(ZoneId.of("UTC"));

    static Stream<Arguments> shapes() {
        String t = "2026-11-22T22:36:05Z";
        return Stream.of(
                // traditional
                arguments(
                        "Nov 22 22:36:05 vm sshd[16474]: Accepted for x",
                        t,
                        null,
                        "vm",
                        "sshd",
                        16474,
                        "Accepted for x"),
                arguments("Nov  2 22:36:05 vm cron: hello", "2026-11-02T22:36:05Z", null, "vm", "cron", null, "hello"),
                arguments("Nov 02 22:36:05 vm cron: hello", "2026-11-02T22:36:05Z", null, "vm", "cron", null, "hello"),
                arguments("Nov 22 22:36:05 vm no timestamp no tag", t, null, "vm", null, null, "no timestamp no tag"),
                arguments(
                        "Nov 22 22:36:05 vm kernel: [ 12.3] usb 1-1: new",
                        t,
                        null,
                        "vm",
                        "kernel",
                        null,
                        "[ 12.3] usb 1-1: new"),
                arguments(
                        "Nov 22 22:36:05 vm sudo:     root : TTY=pts/0",
                        t,
                        null,
                        "vm",
                        "sudo",
                        null,
                        "    root : TTY=pts/0"),
                arguments("Nov 22 22:36:05 vm postfix/smtpd[7]: x", t, null, "vm", "postfix/smtpd", 7, "x"),
                arguments("Nov 22 22:36:05 vm su(pam_unix)[7]: x", t, null, "vm", "su(pam_unix)", 7, "x"),
                arguments("Nov 22 22:36:05 vm a::b[7]: x", t, null, "vm", "a::b", 7, "x"),
                arguments("Nov 22 22:36:05 vm app[worker]: x", t, null, "vm", "app[worker]", null, "x"),
                arguments("Nov 22 22:36:05 vm app[99999999999]: x", t, null, "vm", "app[99999999999]", null, "x"),
                arguments("Nov 22 22:36:05 vm app[12] no colon", t, null, "vm", null, null, "app[12] no colon"),
                arguments("Nov 22 22:36:05 vm caf\u00e9[1]: x", t, null, "vm", "caf\u00e9", 1, "x"),
                arguments("Nov 22 22:36:05 vm app:no blank", t, null, "vm", null, null, "app:no blank"),
                arguments("Nov 22 22:36:05 vm app:", t, null, "vm", "app", null, ""),
                arguments("Nov 22 22:36:05 vm", t, null, "vm", null, null, ""),
                arguments("Nov 22 22:36:05", t, null, null, null, null, ""),
                arguments("Nov 22 22:36:05 app[3]: without a host", t, null, null, "app", 3, "without a host"),
                arguments(
                        "Nov 22 22:36:05 ::1 app: host is an address",
                        t,
                        null,
                        "::1",
                        "app",
                        null,
                        "host is an address"),
                arguments(
                        "Nov 22 22:36:60 vm app: leap second",
                        "2026-11-22T22:37:00Z",
                        null,
                        "vm",
                        "app",
                        null,
                        "leap second"),
                // with <PRI>, and busybox
                arguments("<38>Nov 22 22:36:05 vm sshd[1]: x", t, 38, "vm", "sshd", 1, "x"),
                arguments("<191>Nov 22 22:36:05 vm sshd[1]: x", t, 191, "vm", "sshd", 1, "x"),
                arguments("<38>2026-11-22T22:36:05Z vm sshd[1]: x", t, 38, "vm", "sshd", 1, "x"),
                arguments("Nov 22 22:36:05 vm authpriv.info sshd[1]: x", t, 86, "vm", "sshd", 1, "x"),
                arguments("Nov 22 22:36:05 vm a.info sshd[1]: x", t, null, "vm", null, null, "a.info sshd[1]: x"),
                // ISO
                arguments(
                        "2026-11-22T22:36:05.380893+00:00 vm app: x",
                        "2026-11-22T22:36:05.380893Z",
                        null,
                        "vm",
                        "app",
                        null,
                        "x"),
                arguments(
                        "2026-11-22T22:36:05.38+01:30 vm app: x",
                        "2026-11-22T21:06:05.38Z",
                        null,
                        "vm",
                        "app",
                        null,
                        "x"),
                arguments("2026-11-22T22:36:05-0800 vm app: x", "2026-11-23T06:36:05Z", null, "vm", "app", null, "x"),
                arguments("2026-11-22T22:36:05+01 vm app: x", "2026-11-22T21:36:05Z", null, "vm", "app", null, "x"),
                arguments(
                        "2026-11-22T22:36:05.1234567891Z vm app: x",
                        "2026-11-22T22:36:05.123456Z",
                        null,
                        "vm",
                        "app",
                        null,
                        "x"),
                arguments("2026-11-22T22:36:05 vm app: x", t, null, "vm", "app", null, "x"),
                arguments("2024-02-29T22:36:05Z vm app: x", "2024-02-29T22:36:05Z", null, "vm", "app", null, "x"),
                // RFC 5424
                arguments("<38>1 2026-11-22T22:36:05Z vm sshd 16474 - -  msg", t, 38, "vm", "sshd", 16474, "msg"),
                arguments("<38>1 2026-11-22T22:36:05Z vm sshd 16474 - - msg", t, 38, "vm", "sshd", 16474, "msg"),
                arguments("<38>1 2026-11-22T22:36:05Z - - - - -", t, 38, null, null, null, ""),
                arguments("<38>1 - vm app - - - \ufeffx", BEFORE.toString(), 38, "vm", "app", null, "x"),
                // stamps of what does not exist, and what is missing: all of it is message
                arguments(
                        "Nov 31 22:36:05 vm app: x",
                        BEFORE.toString(),
                        null,
                        null,
                        null,
                        null,
                        "Nov 31 22:36:05 vm app: x"),
                arguments(
                        "Nov 22 24:36:05 vm app: x",
                        BEFORE.toString(),
                        null,
                        null,
                        null,
                        null,
                        "Nov 22 24:36:05 vm app: x"),
                arguments(
                        "Feb 29 22:36:05 vm app: x",
                        BEFORE.toString(),
                        null,
                        null,
                        null,
                        null,
                        "Feb 29 22:36:05 vm app: x"),
                arguments(
                        "2026-13-22T22:36:05Z vm x",
                        BEFORE.toString(),
                        null,
                        null,
                        null,
                        null,
                        "2026-13-22T22:36:05Z vm x"),
                arguments(
                        "2026-00-22T22:36:05Z vm x",
                        BEFORE.toString(),
                        null,
                        null,
                        null,
                        null,
                        "2026-00-22T22:36:05Z vm x"),
                arguments(
                        "<38>1 2026-11-22T22:36:05Z vm",
                        BEFORE.toString(),
                        null,
                        null,
                        null,
                        null,
                        "<38>1 2026-11-22T22:36:05Z vm"),
                arguments(
                        "<38>1 yesterday vm a - - - x",
                        BEFORE.toString(),
                        null,
                        null,
                        null,
                        null,
                        "<38>1 yesterday vm a - - - x"));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void readsEveryShape(
            String line,
            String timestamp,
            @Nullable Integer pri,
            @Nullable String hostname,
            @Nullable String identifier,
            @Nullable Integer pid,
            String message) {
        SyslogHeader header = parse(line);
        assertThat(header).isNotNull();
        assertThat(header.timestamp()).isEqualTo(timestamp);
        assertThat(header.priority()).isEqualTo(pri == null ? null : pri & 7);
        assertThat(header.facility()).isEqualTo(pri == null ? null : pri >> 3);
        assertThat(header.hostname()).isEqualTo(hostname);
        assertThat(header.identifier()).isEqualTo(identifier);
        assertThat(header.pid()).isEqualTo(pid);
        byte[] bytes = line.getBytes(UTF_8);
        assertThat(new String(bytes, header.messageFrom(), bytes.length - header.messageFrom(), UTF_8))
                .isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " at dev.tachograph.Main",
                "Caused by: x",
                "Nov",
                "Nov 22 22:36",
                "nov 22 22:36:05 vm x",
                "Nov 22 22:36:05x vm",
                "Abc 22 22:36:05 vm x",
                "2026-11-22 22:36:05 INFO x",
                "2026-11-22T22:36:05+1 x",
                "2026-11-22T22:36",
                "<38>",
                "<38>hello",
                "<192>Nov 22 22:36:05 vm x",
                "<>Nov 22 22:36:05 vm x",
                "<1234>Nov 22 22:36:05 vm x",
                "<38",
                "<38>1"
            })
    void aLineWithoutAStampHasNoHeader(String line) {
        assertThat(parse(line)).isNull();
    }

    @Test
    void structuredDataBecomesFields() {
        SyslogHeader header = parse("<165>1 2026-11-22T22:36:05.003Z vm app abc ID47"
                + " [ex@32473 iut=\"3\" text=\"a \\\"b\\\" \\\\ \\] \\n\" iut=\"4\"][empty@1] \ufeffmessage");
        assertThat(header).isNotNull();
        assertThat(header.pid()).isNull();
        assertThat(header.fields().stream().map(field -> field.name() + "=" + new String(field.value(), UTF_8)))
                .containsExactly(
                        "PROCID=abc",
                        "MSGID=ID47",
                        "SD.ex@32473.iut=3",
                        "SD.ex@32473.text=a \"b\" \\ ] \\n",
                        "SD.ex@32473.iut=4",
                        "SD.empty@1=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a b=\"c] x", "[a b=c] x", "[a b", "[a b=\"\\", "[", "[a  b=\"c\"x"})
    void structuredDataThatIsNotWholeIsMessage(String data) {
        String line = "<165>1 2026-11-22T22:36:05.003Z vm app 7 - " + data;
        SyslogHeader header = parse(line);
        assertThat(header).isNotNull();
        assertThat(header.fields()).isEmpty();
        assertThat(line.substring(header.messageFrom())).isEqualTo(data);
    }

    @ParameterizedTest
    @CsvSource({
        // line, when the file was written, year of the line
        "Dec 31 23:59:59, 2027-01-01T00:00:05Z, 2026",
        "Jan  1 00:00:01, 2027-01-01T00:00:05Z, 2027",
        "Jan  1 00:00:01, 2026-12-31T23:59:59Z, 2027",
        "Jan  2 00:00:01, 2026-12-31T23:59:59Z, 2026",
        "Nov 27 11:59:00, 2026-11-26T12:00:00Z, 2026",
        "Nov 27 12:01:00, 2026-11-26T12:00:00Z, 2025",
        "Feb 29 12:00:00, 2024-03-01T12:00:00Z, 2024",
        "Feb 29 12:00:00, 2025-01-15T12:00:00Z, 2024",
    })
    void theYearIsTheLatestThatIsNotInTheFuture(String stamp, Instant written, int year) {
        byte[] bytes = (stamp + " vm app: x").getBytes(UTF_8);
        SyslogHeader header = parser.parse(bytes, 0, bytes.length, written, null);
        assertThat(header).isNotNull();
        assertThat(header.timestamp().toString()).startsWith(year + "-");
    }

    @Test
    void theHostsZoneAppliesWhereNoneIsTold() {
        var berlin = new SyslogParser(ZoneId.of("Europe/Berlin"));
        assertThat(timestamp(berlin, "Jul  1 12:00:00 vm x", null)).isEqualTo("2026-07-01T10:00:00Z");
        assertThat(timestamp(berlin, "2026-07-01T12:00:00 vm x", null)).isEqualTo("2026-07-01T10:00:00Z");
        assertThat(timestamp(berlin, "2026-07-01T12:00:00Z vm x", null)).isEqualTo("2026-07-01T12:00:00Z");
        // 02:30 was left out on March 29
        assertThat(timestamp(berlin, "Mar 29 02:30:00 vm x", null)).isEqualTo("2026-03-29T01:30:00Z");
    }

    @Test
    void anHourThatComesTwiceIsTheFirstUntilTimeGoesBack() {
        var berlin = new SyslogParser(ZoneId.of("Europe/Berlin"));
        Instant last = null;
        List<String> expected = List.of(
                "02:00:00 2026-10-25T00:00:00Z",
                "02:30:00 2026-10-25T00:30:00Z",
                "02:29:58 2026-10-25T00:29:58Z", // two programs
                "02:59:59 2026-10-25T00:59:59Z",
                "02:00:00 2026-10-25T01:00:00Z",
                "02:00:00 2026-10-25T01:00:00Z",
                "02:20:00 2026-10-25T01:20:00Z",
                "02:59:59 2026-10-25T01:59:59Z",
                "03:00:00 2026-10-25T02:00:00Z");
        for (String line : expected) {
            last = timestamp(berlin, "Oct 25 " + line.substring(0, 8) + " vm x", last);
            assertThat(last).as(line).isEqualTo(line.substring(9));
        }
    }

    @Test
    void takesAnyBytes() {
        List<String> samples = shapes().map(shape -> (String) shape.get()[0]).toList();
        AnyBytes.giveAValue(samples, 300_000, bytes -> {
            SyslogHeader header = parser.parse(bytes, 0, bytes.length, NEWEST, BEFORE);
            if (header != null && (header.messageFrom() < 0 || header.messageFrom() > bytes.length)) {
                throw new IllegalStateException("a message from " + header.messageFrom());
            }
        });
    }

    private @Nullable SyslogHeader parse(String line) {
        byte[] bytes = line.getBytes(UTF_8);
        return parser.parse(bytes, 0, bytes.length, NEWEST, BEFORE);
    }

    private static Instant timestamp(SyslogParser parser, String line, @Nullable Instant before) {
        byte[] bytes = line.getBytes(UTF_8);
        SyslogHeader header = parser.parse(bytes, 0, bytes.length, NEWEST, before);
        assertThat(header).isNotNull();
        return header.timestamp();
    }
}
