package dev.tachograph.app;

import dev.tachograph.model.Finding;
import dev.tachograph.model.Finding.Level;
import dev.tachograph.settings.Settings;
import dev.tachograph.web.OwnTls;
import dev.tachograph.web.TlsException;
import dev.tachograph.web.TlsFiles;
import java.nio.file.Files;

/** Who can reach the recorder by these settings, and how they know that it is this one. */
final class AccessFinding {
    private static final String SUBJECT = "access";

    private AccessFinding() {}

    static Finding of(Settings settings) {
        Settings.Web web = settings.web();
        if (!web.enabled()) {
            return new Finding(Level.OK, SUBJECT, "only over the socket, by the recorder's own user and root", null);
        }
        String others = web.allowedUsers().isEmpty() ? "" : ", by " + String.join(", ", web.allowedUsers());
        if (web.listen().isLoopback()) {
            return new Finding(
                    Level.OK,
                    SUBJECT,
                    "%s, from this host only: by the recorder's own user and root%s, and by others with the token"
                            .formatted(web.listen(), others),
                    null);
        }
        return open(settings, "%s, from other hosts, over TLS and with the token".formatted(web.listen()));
    }

    private static Finding open(Settings settings, String found) {
        Settings.Tls given = settings.web().tls();
        TlsFiles tls =
                given == null ? OwnTls.files(settings.dataDir()) : new TlsFiles(given.certificate(), given.key());
        if (given == null && !Files.exists(tls.certificates())) {
            return new Finding(Level.OK, SUBJECT, found + "; its certificate is made at the first start", null);
        }
        try {
            return new Finding(Level.OK, SUBJECT, found + "; certificate SHA-256 " + tls.fingerprint(), null);
        } catch (TlsException e) {
            return new Finding(
                    Level.LIMITED,
                    SUBJECT,
                    found + "; the certificate can't be read: " + e.getMessage(),
                    "ask as the recorder's own user, or as root");
        }
    }
}
