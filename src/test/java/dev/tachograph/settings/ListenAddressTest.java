package dev.tachograph.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:7070",
                "127.8.8.8:0",
                "[::1]:7070",
                "[0:0:0:0:0:0:0:1]:1",
                "[::ffff:127.0.0.1]:1",
                "localhost:1",
                "LOCALHOST:65535"
            })
    void loopbackIsKnownWithoutANameServer(String text) {
        assertThat(ListenAddress.parse(text).isLoopback()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0:7070",
                "[::]:7070",
                "192.168.1.5:1",
                "[fe80::1]:1",
                "[::ffff:10.0.0.1]:1",
                "example.org:7070",
                "127.0.0.1.example.org:1",
                "localhost.example.org:1",
                "my_service:80"
            })
    void everythingElseIsBeyondLoopback(String text) {
        ListenAddress address = ListenAddress.parse(text);
        assertThat(address.isLoopback()).isFalse();
        assertThat(address).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "here",
                "7070",
                ":7070",
                "127.0.0.1",
                "127.0.0.1:",
                "127.0.0.1:65536",
                "127.0.0.1:-1",
                "127.0.0.1:http",
                "127.0.0.1:999999",
                "::1:7070",
                "[::1]",
                "[127.0.0.1]:1",
                "[localhost]:1",
                "127.1:1",
                "1:1",
                "256.0.0.1:1",
                "0x7f.0.0.1:1",
                "0x7f000001.1:1",
                "*:7070",
                "a b:1",
                "-a:1",
                "a..b:1",
                "[::g]:1",
                "[[::1]]:1",
                "http://a:1",
                "127.0.0.1:7070 "
            })
    void whatIsNotHostAndPortIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ListenAddress.parse(text));
    }

    @Test
    void localhostMeansTheAddressOfLoopback() {
        assertThat(ListenAddress.parse("localhost:7070")).isEqualTo(new ListenAddress("127.0.0.1", 7070));
    }

    @Test
    void anIpv6AddressIsShownInBrackets() {
        assertThat(new ListenAddress("::1", 7070)).hasToString("[::1]:7070");
        assertThat(new ListenAddress("::1", 0).withPort(81)).hasToString("[::1]:81");
    }
}
