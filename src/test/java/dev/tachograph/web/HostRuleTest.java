package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostRuleTest {
    private final HostRule rule = new HostRule(Set.of("recorder.example"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:7070",
                "localhost:1",
                "127.0.0.1",
                "127.0.0.1:7070",
                "127.255.0.9:80",
                "[::1]",
                "[::1]:7070",
                "recorder.example",
                "Recorder.Example:8443"
            })
    void namesOfLoopbackAndThoseOfTheSettingPass(String host) {
        assertThat(refusal(host)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "127.0.0.1.evil.com",
                "127.0.0.1.nip.io",
                "localhost.evil.com",
                "localhost.",
                "localhost.localdomain",
                "notlocalhost",
                "evil.localhost",
                "recorder.example.evil.com",
                "xrecorder.example",
                "128.0.0.1",
                "0.0.0.0",
                "10.127.0.1",
                "2130706433",
                "0x7f000001",
                "0x7f.0.0.1",
                "0177.0.0.1",
                "127.1",
                "127.0.1",
                "127.0.0.01",
                "127.0.0.256",
                "127.0.0.1.",
                "127.0.0.1.1",
                "[::]",
                "[::ffff:127.0.0.1]",
                "[::1].evil.com",
                "xn--lcalhost-s1a"
            })
    void anyOtherNameIsRefusedWithTheSettingThatAllowsIt(String host) {
        assertThat(refusal(host)).hasValueSatisfying(problem -> {
            assertThat(problem.status()).isIn(400, 403);
            if (problem.status() == 403) {
                assertThat(problem.detail()).contains("allowed_hosts");
            }
        });
        assertThat(refusal(host + ":7070")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ":7070",
                "localhost:",
                "localhost:port",
                "localhost:123456",
                "localhost:80:80",
                "localhost@evil.com",
                "evil.com@localhost",
                "user:pw@localhost",
                "localhost#evil.com",
                "localhost/evil.com",
                "localhost\\.evil.com",
                "localhost?.evil.com",
                "localhost%00.evil.com",
                "localhost, evil.com",
                "localhost evil.com",
                "http://localhost",
                "::1",
                "[::1",
                "[::1%25lo]",
                "127。0。0。1",
                "ⓛocalhost"
            })
    void whatIsNoNameWithAPortIsMalformed(String host) {
        assertThat(refusal(host))
                .hasValueSatisfying(problem -> assertThat(problem.status()).isEqualTo(400));
    }

    @Test
    void exactlyOneHostIsNeeded() {
        assertThat(rule.refusal(false, List.of(), List.of()))
                .hasValueSatisfying(problem -> assertThat(problem.status()).isEqualTo(400));
        assertThat(rule.refusal(false, List.of("localhost", "localhost"), List.of()))
                .hasValueSatisfying(problem -> assertThat(problem.status()).isEqualTo(400));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:7070, http://localhost:7070, false",
        "localhost:7070, http://LOCALHOST:7070, false",
        "localhost, http://localhost:80, false",
        "[::1]:7070, http://[::1]:7070, false",
        "recorder.example, https://recorder.example, true",
        "recorder.example:443, https://recorder.example, true"
    })
    void thePageItselfMayAsk(String host, String origin, boolean tls) {
        assertThat(rule.refusal(tls, List.of(host), List.of(origin))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:7070, http://localhost:7071, false",
        "localhost:7070, http://localhost, false",
        "localhost:7070, https://localhost:7070, false",
        "localhost:7070, http://127.0.0.1:7070, false",
        "localhost:7070, http://evil.com, false",
        "localhost:7070, http://localhost:7070.evil.com, false",
        "localhost:7070, http://localhost:7070@evil.com, false",
        "localhost:7070, http://evil.com@localhost:7070, false",
        "localhost:7070, http://localhost:7070/, false",
        "localhost:7070, null, false",
        "localhost:7070, '', false",
        "localhost:7070, file://, false",
        "localhost:7070, localhost:7070, false",
        "recorder.example, http://recorder.example, true"
    })
    void pagesOfAnotherOriginMayNot(String host, String origin, boolean tls) {
        assertThat(rule.refusal(tls, List.of(host), List.of(origin)))
                .hasValueSatisfying(problem -> assertThat(problem.status()).isEqualTo(403));
    }

    @Test
    void anAllowedAddressOfIpv6IsFoundInEverySpelling() {
        for (String allowed : List.of("fd00::2", "[FD00::2]", "fd00:0:0:0:0:0:0:2")) {
            var addresses = new HostRule(new AccessRules(0, Set.of(), Set.of(allowed), () -> null).allowedHosts());
            for (String host : List.of("[fd00::2]", "[fd00::2]:7070", "[fd00:0:0:0:0:0:0:2]")) {
                assertThat(addresses.refusal(false, List.of(host), List.of())).isEmpty();
            }
            assertThat(addresses.refusal(false, List.of("[fd00::3]"), List.of()))
                    .isPresent();
        }
    }

    @Test
    void twoOriginsAreNone() {
        String origin = "http://localhost";
        assertThat(rule.refusal(false, List.of("localhost"), List.of(origin, origin)))
                .isPresent();
    }

    @Test
    void overTheSocketAnyNameIsFineButOriginsStillHaveToMatch() {
        assertThat(HostRule.refusalOverSocket(List.of("tachograph"), List.of())).isEmpty();
        assertThat(HostRule.refusalOverSocket(List.of("proxy.example"), List.of("https://proxy.example")))
                .isEmpty();
        assertThat(HostRule.refusalOverSocket(List.of("proxy.example"), List.of("https://evil.example")))
                .isPresent();
        assertThat(HostRule.refusalOverSocket(List.of(), List.of())).isPresent();
        assertThat(HostRule.refusalOverSocket(List.of("a b"), List.of())).isPresent();
    }

    private Optional<Problem> refusal(String host) {
        return rule.refusal(false, List.of(host), List.of());
    }
}
