package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final Caller ALICE = new Caller("192.0.2.7");
    private static final String MARK = "mark of the token";

    private long nanos;
    private final Sessions sessions = new Sessions(() -> nanos);

    @Test
    void aSessionIsGoodForWhomItWasMade() {
        String id = sessions.begin(ALICE, MARK);
        assertThat(sessions.isGood(id, ALICE, MARK)).isTrue();
        assertThat(sessions.isGood(id, new Caller("192.0.2.8"), MARK)).isFalse();
        assertThat(sessions.isGood(id + "x", ALICE, MARK)).isFalse();
        assertThat(sessions.isGood("", ALICE, MARK)).isFalse();
    }

    @Test
    void itEndsWithTheTokenItWasMadeWith() {
        String id = sessions.begin(ALICE, MARK);
        assertThat(sessions.isGood(id, ALICE, "mark of another token")).isFalse();
    }

    @Test
    void itEndsAfterItsTimeAndWhenSomebodyLogsOut() {
        String first = sessions.begin(ALICE, MARK);
        String second = sessions.begin(ALICE, MARK);
        sessions.end(first);
        assertThat(sessions.isGood(first, ALICE, MARK)).isFalse();
        nanos += Sessions.LIFE.toNanos();
        assertThat(sessions.isGood(second, ALICE, MARK)).isTrue();
        nanos += Duration.ofSeconds(1).toNanos();
        assertThat(sessions.isGood(second, ALICE, MARK)).isFalse();
    }

    @Test
    void thereAreNoMoreThanSoManyAndTheOldestGoes() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i <= Sessions.MOST; i++) {
            ids.add(sessions.begin(ALICE, MARK));
        }
        assertThat(sessions.size()).isEqualTo(Sessions.MOST);
        assertThat(sessions.isGood(ids.getFirst(), ALICE, MARK)).isFalse();
        assertThat(sessions.isGood(ids.get(1), ALICE, MARK)).isTrue();
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
    }
}
