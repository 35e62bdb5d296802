package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FieldCacheTest {
    private final FieldCache cache = new FieldCache();

    private void remember(String name, String value) {
        byte[] bytes = (name + '=' + value).getBytes(UTF_8);
        cache.remember(new FieldCache.Entry(bytes, JournalField.named(name), null, List.of(value)));
    }

    private boolean knows(String field) {
        byte[] bytes = field.getBytes(UTF_8);
        return cache.find(bytes, bytes.length) != null;
    }

    @Test
    void longFieldsThatAreNeverTheSameTakeBoundedMemory() {
        for (int i = 0; i < 20_000; i++) {
            remember("A", i + "x".repeat(FieldCache.MOST_BYTES - 10));
            assertThat(cache.weight()).isBetween(1L, FieldCache.MOST_WEIGHT);
        }
    }

    @Test
    void fieldsOfCommonLengthAreAllRemembered() {
        for (int i = 0; i < 2_000; i++) {
            remember("_SYSTEMD_CGROUP", "/system.slice/session-" + i);
        }
        long known = IntStream.range(0, 2_000)
                .filter(i -> knows("_SYSTEMD_CGROUP=/system.slice/session-" + i))
                .count();

        assertThat(known).isGreaterThan(1_200); // some share their place with another
    }
}
