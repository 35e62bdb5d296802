package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnTlsTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final List<String> NAMES = List.of("web1.example", "web1", "192.0.2.7", "fd00::7");

    @TempDir
    private Path data;

    private String ready(List<String> names, Instant now) throws TlsException {
        return OwnTls.ready(data, names, List.of("localhost", "127.0.0.1"), now).fingerprint();
    }

    @Test
    void theCertificateIsGoodForEachNameAndForAServerOnly() throws Exception {
        ready(NAMES, NOW);
        X509Certificate certificate = OwnTls.files(data).certificate();
        certificate.verify(certificate.getPublicKey());
        certificate.checkValidity(Date.from(NOW.plus(Duration.ofDays(800))));
        assertThat(OwnCertificate.covers(certificate, NAMES)).isTrue();
        assertThat(OwnCertificate.covers(certificate, List.of("127.0.0.1", "localhost", "fd00:0:0:0:0:0:0:7")))
                .isTrue();
        assertThat(OwnCertificate.covers(certificate, List.of("web2.example"))).isFalse();
        assertThat(certificate.getBasicConstraints()).as("signs no others").isNegative();
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(certificate.getKeyUsage()[0]).as("digitalSignature").isTrue();
        assertThat(certificate.getSubjectX500Principal()).hasToString("CN=web1.example");
        assertThat(certificate.getSerialNumber().signum()).isPositive();
    }

    @Test
    void itStaysTheSameUntilItNearsItsEndOrTheRecorderHasOtherNames() throws Exception {
        String first = ready(NAMES, NOW);
        assertThat(first).matches("(?:[0-9A-F]{2}:){31}[0-9A-F]{2}");
        assertThat(ready(NAMES, NOW.plus(Duration.ofDays(600)))).isEqualTo(first);
        assertThat(ready(List.of("web1"), NOW)).isEqualTo(first);
        String later = ready(NAMES, NOW.plus(Duration.ofDays(701)));
        assertThat(later).isNotEqualTo(first);
        assertThat(ready(List.of("web2"), NOW.plus(Duration.ofDays(701)))).isNotEqualTo(later);
    }

    @Test
    void filesAreTheOwnersAlone() throws Exception {
        ready(NAMES, NOW);
        TlsFiles files = OwnTls.files(data);
        for (Path file : List.of(files.key(), files.certificates())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void whatWasCutShortOrDoesNotBelongTogetherIsMadeAnew() throws Exception {
        ready(NAMES, NOW);
        TlsFiles files = OwnTls.files(data);
        String key = Files.readString(files.key());
        Files.writeString(files.key(), key.substring(0, 60));
        ready(NAMES, NOW);
        Files.writeString(files.key(), key);
        String fresh = ready(NAMES, NOW);
        files.load(new char[0]);
        assertThat(ready(NAMES, NOW)).isEqualTo(fresh);
        Files.delete(files.certificates());
        assertThat(ready(NAMES, NOW)).isNotEqualTo(fresh);
    }

    @Test
    void aLongNameAndManyNamesFit() throws Exception {
        String name = "a".repeat(60) + "." + "b".repeat(60) + ".example";
        List<String> many =
                IntStream.range(0, 200).mapToObj(i -> "host" + i + ".example").toList();
        ready(Stream.concat(Stream.of(name), many.stream()).toList(), NOW);
        assertThat(OwnCertificate.covers(OwnTls.files(data).certificate(), many))
                .isTrue();
    }
}
