package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.LogLine;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What structured data may ask of memory. */
class SyslogLinesTest {
    private static final String BEFORE = "<13>1 2026-11-22T22:36:05Z vm app 7 - ";

    private final SyslogParser parser = new SyslogParser(ZoneOffset.UTC);
    private final SyslogLines lines = new SyslogLines(UnaryOperator.identity(), new UUID(1, 2));

    private LogLine line(String structuredDataAndMessage) {
        byte[] bytes = (BEFORE + structuredDataAndMessage).getBytes(UTF_8);
        SyslogHeader header = parser.parse(bytes, 0, bytes.length, Instant.EPOCH, Instant.EPOCH);
        assertThat(header).isNotNull();
        return lines.line(header, bytes, bytes.length, 0);
    }

    private static String parameters(int count, String value) {
        return IntStream.range(0, count)
                .mapToObj(i -> " p%d=\"%s\"".formatted(i, value))
                .collect(Collectors.joining("", "[id", "]"));
    }

    @Test
    void whatALineHasBeyondItsRoomForFieldsIsKeptApart() {
        LogLine line = line(parameters(100, "\u0001".repeat(4_000)) + " hello");

        assertThat(line.message()).isEqualTo("hello");
        assertThat(line.fields()).containsOnlyKeys("SD.id.p0", "SD.id.p1");
        assertThat(line.largeValues())
                .hasSize(98)
                .allSatisfy(value -> assertThat(value.bytes()).hasSize(4_000).containsOnly(1));
        assertThat(line.largeValues().getLast().field()).isEqualTo("SD.id.p99");
    }

    @Test
    void anElementWithMoreFieldsThanALineMayHaveIsMessage() {
        String most = parameters(SyslogStructuredData.MOST_FIELDS, "");
        String tooMany = parameters(SyslogStructuredData.MOST_FIELDS + 1, "");

        assertThat(line(most).fields()).hasSize(SyslogStructuredData.MOST_FIELDS);
        assertThat(line(most + "[one]").fields()).hasSize(SyslogStructuredData.MOST_FIELDS);
        assertThat(line(most + "[one]").message()).isEqualTo("[one]");
        assertThat(line(tooMany).fields()).isEmpty();
        assertThat(line(tooMany).message()).startsWith("[id p0=\"\"");
    }

    @Test
    void anElementWithALongNameIsMessage() {
        String most = "x".repeat(SyslogStructuredData.LONGEST_NAME);

        assertThat(line("[%s %s=\"1\"]".formatted(most, most)).fields()).containsOnlyKeys("SD." + most + "." + most);
        assertThat(line("[x%s a=\"1\"]".formatted(most)).fields()).isEmpty();
        assertThat(line("[a x%s=\"1\"]".formatted(most)).fields()).isEmpty();
        assertThat(line("[x%s]".formatted(most)).message()).isEqualTo("[x" + most + "]");
    }
}
