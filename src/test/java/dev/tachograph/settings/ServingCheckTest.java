package dev.tachograph.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingCheckTest {
    private static final String CERTIFICATE =
            "tls_certificate (the path of a PEM file: the certificate and its chain, as PEM)";
    private static final String KEY = "tls_key (the path of a PEM file: the certificate's private key, as PEM)";

    @TempDir
    Path folder;

    private Sandbox sandbox;

    @BeforeEach
    void enter() throws IOException {
        sandbox = new Sandbox(folder);
        sandbox.write(sandbox.work.resolve("certificate.pem"), "certificate");
        sandbox.write(sandbox.work.resolve("key.pem"), "key");
        sandbox.write(sandbox.work.resolve("token"), "a-token-only-for-tests");
    }

    @Test
    void beyondLoopbackNothingElseHasToBeSet() throws SettingsException {
        Settings.Web web = sandbox.flag("--listen", "0.0.0.0:7171").load().web();
        assertThat(web.tls()).isNull();
        assertThat(web.tokenFileGiven()).isFalse();
    }

    @Test
    void certificateAndKeyBelongTogetherBeyondLoopback() throws IOException {
        sandbox.userFile("listen = 'recorder.example.org:0'");
        assertThat(sandbox.flag("--tls-key", "key.pem").problems())
                .containsExactly("--tls-key key.pem: also set " + CERTIFICATE);
    }

    @Test
    void withTlsAndATokenAnyAddressWillDo() throws SettingsException {
        sandbox.flag("--listen", "[::]:7070")
                .flag("--tls-certificate", "certificate.pem")
                .flag("--tls-key", "key.pem")
                .flag("--token-file", "token");
        Settings.Web web = sandbox.load().web();
        assertThat(web.tls())
                .isEqualTo(new Settings.Tls(sandbox.work.resolve("certificate.pem"), sandbox.work.resolve("key.pem")));
        assertThat(web.tokenFile()).isEqualTo(sandbox.work.resolve("token"));
        assertThat(web.tokenFileGiven()).isTrue();
    }

    @Test
    void theFilesHaveToBeThereAndHoldSomething() throws IOException {
        Files.writeString(sandbox.work.resolve("token"), " \n");
        sandbox.flag("--listen", "0.0.0.0:7070")
                .flag("--tls-certificate", ".")
                .flag("--tls-key", "nowhere.pem")
                .flag("--token-file", "token");
        assertThat(sandbox.problems())
                .containsExactlyInAnyOrder(
                        "--tls-certificate .: not a file",
                        "--tls-key nowhere.pem: no such file",
                        "--token-file token: this file is empty");
    }

    @Test
    void certificateAndKeyBelongTogetherOnLoopbackToo() {
        assertThat(sandbox.flag("--tls-certificate", "certificate.pem").problems())
                .containsExactly("--tls-certificate certificate.pem: also set " + KEY);
        sandbox.flags.clear();
        assertThat(sandbox.flag("--tls-key", "key.pem").problems())
                .containsExactly("--tls-key key.pem: also set " + CERTIFICATE);
    }

    @Test
    void aTokenFileIsCheckedWheneverItIsGiven() throws IOException {
        assertThat(sandbox.flag("--token-file", "later").problems())
                .containsExactly("--token-file later: no such file");
        Files.writeString(sandbox.work.resolve("token"), "hunter2");
        sandbox.flags.clear();
        assertThat(sandbox.flag("--token-file", "token").flag("--no-web", null).problems())
                .containsExactly("--token-file token: the token in this file has to have at least 16 characters");
    }

    @Test
    void withoutAPortNothingIsNeeded() {
        sandbox.flag("--listen", "0.0.0.0:7070").flag("--no-web", null);
        assertThat(sandbox.problems()).isEmpty();
    }

    @Test
    void aCommandThatOnlyAsksNeedsNoneOfTheFiles() throws SettingsException {
        sandbox.flag("--listen", "0.0.0.0:7070").flag("--tls-key", "nowhere.pem");
        Settings settings = SettingsLoader.loadForClient(sandbox.flags, sandbox.surroundings());
        assertThat(settings.web().listen().isLoopback()).isFalse();
    }

    @Test
    void aWrongAddressIsNotAlsoCalledReachable() {
        sandbox.variable("TACHOGRAPH_LISTEN", "0.0.0.0:7070").flag("--listen", "here");
        assertThat(sandbox.problems()).containsExactly("--listen here: not " + KnownSettings.LISTEN.allowed());
    }
}
