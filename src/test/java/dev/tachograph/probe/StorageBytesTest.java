package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class StorageBytesTest {
    private static final String IO = """
            rchar: 323934931
            wchar: 323929600
            syscr: 632687
            syscw: 632675
            read_bytes: 4096
            write_bytes: 323932160
            cancelled_write_bytes: 17
            """;

    @Test
    void theBytesOfTheDeviceCountAndNotThoseOfCalls() {
        assertThat(parse(IO)).isEqualTo(new StorageBytes(4096, 323932160));
    }

    @Test
    void aMissingLineIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(IO.replace("\nwrite_bytes", "\nwrote")))
                .withMessageContaining("write_bytes");
        assertThatIllegalArgumentException().isThrownBy(() -> parse(""));
    }

    @Test
    void numbersBeyondALongAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(IO.replace("4096", "18446744073709551615")));
        assertThatIllegalArgumentException().isThrownBy(() -> parse(IO.replace("4096", "-1")));
    }

    @Test
    void anyBytesGiveAValueOrARefusal() {
        AnyBytes.giveAValueOrARefusal(List.of(IO), 100_000, bytes -> {
            StorageBytes found = StorageBytes.parse(bytes, bytes.length);
            assertThat(found.read()).isNotNegative();
            assertThat(found.written()).isNotNegative();
        });
    }

    private static StorageBytes parse(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return StorageBytes.parse(bytes, bytes.length);
    }
}
