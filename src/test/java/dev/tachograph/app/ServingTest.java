package dev.tachograph.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServingTest {
    @Test
    void allowedUsersAreNamesOrNumbers() throws Exception {
        assertThat(Serving.uid("root")).isZero();
        assertThat(Serving.uid("4242424242")).isEqualTo(4_242_424_242L);
    }

    @Test
    void whoIsNobodyIsRefusedWithThePlacesLookedAt() {
        assertThatThrownBy(() -> Serving.uid("no-such-user"))
                .isInstanceOf(Serving.WrongSettingException.class)
                .hasMessageContaining("'no-such-user' in /etc/passwd or the name services");
        assertThatThrownBy(() -> Serving.uid("4294967295")).isInstanceOf(Serving.WrongSettingException.class);
    }

    @Test
    void theGreetingNamesAnAddressThatIsAnswered() {
        URI any = URI.create("https://0.0.0.0:7070");
        assertThat(Up.shown(any, List.of("recorder.example"))).isEqualTo("https://recorder.example:7070");
        assertThat(Up.shown(any, List.of())).isEqualTo("https://0.0.0.0:7070");
        assertThat(Up.shown(URI.create("http://[::]:7070"), List.of("fd00::7"))).isEqualTo("http://[fd00::7]:7070");
        assertThat(Up.shown(URI.create("http://127.0.0.1:7070"), List.of("recorder.example")))
                .isEqualTo("http://127.0.0.1:7070");
    }
}
