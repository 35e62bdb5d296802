package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CgroupTextTest {
    private static final String STAT = "usage_usec 668282498\nuser_usec 560908289\n";
    private static final String PRESSURE =
            "some avg10=0.00 avg60=0.12 avg300=0.00 total=123\nfull avg10=0.00 total=45\n";
    private static final String IO = "8:0 rbytes=1000 wbytes=5 rios=2\n253:0 rbytes=7 wbytes=1\n8:16 \n";

    private static CgroupText text(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return CgroupText.of(bytes, bytes.length);
    }

    @Test
    void numbersAreFoundByTheirKeys() {
        assertThat(text(STAT).ofKey("usage_usec")).isEqualTo(668_282_498);
        assertThat(text(STAT).ofKey("user_usec")).isEqualTo(560_908_289);
        assertThat(text(STAT).ofKey("usec")).isEqualTo(-1);
        assertThat(text(STAT).ofKey("usage_")).isEqualTo(-1);
        assertThat(text("oom 1\noom_kill 2\n").ofKey("oom_kill")).isEqualTo(2);
        assertThat(text("17\n").number()).isEqualTo(17);
        assertThat(text("max\n").number()).isEqualTo(-1);
        assertThat(text("99999999999999999999\n").number()).isEqualTo(-1);
        assertThat(text("").number()).isEqualTo(-1);
        assertThat(CgroupText.of(new byte[4], -2).isEmpty()).isTrue();
    }

    @Test
    void pressureIsTheTotalOfItsLine() {
        assertThat(text(PRESSURE).pressure("some")).isEqualTo(123);
        assertThat(text(PRESSURE).pressure("full")).isEqualTo(45);
        assertThat(text("some avg10=0.00\nfull total=7\n").pressure("some")).isEqualTo(-1);
    }

    @Test
    void transfersAreAddedUpOverTheDevices() {
        assertThat(text(IO).sumOver(_ -> true, " rbytes=")).isEqualTo(1007);
        assertThat(text(IO).sumOver(device -> !device.equals("253:0"), " wbytes="))
                .isEqualTo(5);
        assertThat(text("").sumOver(_ -> true, " rbytes=")).isZero();
    }

    @Test
    void anyTextIsReadWithoutHarm() {
        AnyBytes.giveAValue(List.of(STAT, PRESSURE, IO, "max\n", "8:0 Read 7\nTotal 7\n"), 50_000, bytes -> {
            CgroupText any = CgroupText.of(bytes, bytes.length);
            assertThat(any.number()).isGreaterThanOrEqualTo(-1);
            assertThat(any.ofKey("usage_usec")).isGreaterThanOrEqualTo(-1);
            assertThat(any.pressure("full")).isGreaterThanOrEqualTo(-1);
            assertThat(any.sumOver(_ -> true, " rbytes=")).isGreaterThanOrEqualTo(-1);
            assertThat(PssSource.parse(bytes, bytes.length)).isNotEqualTo(Long.MIN_VALUE);
        });
    }
}
