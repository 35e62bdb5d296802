package dev.tachograph.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds the settings that open a port against each other. Beyond loopback nothing is asked for: where no certificate or token
 * is given, the recorder makes its own.
 */
record ServingCheck(Values values) {
    /** The settings that are looked at; if one of them is wrong already, more can't be said. */
    static final Set<Setting<?>> SETTINGS =
            Set.of(KnownSettings.WEB, KnownSettings.TLS_CERTIFICATE, KnownSettings.TLS_KEY, KnownSettings.TOKEN_FILE);

    private static final List<Setting<Path>> TLS = List.of(KnownSettings.TLS_CERTIFICATE, KnownSettings.TLS_KEY);
    private static final int ENOUGH_OF_A_TOKEN = 4_096;

    void check(Findings findings) {
        checkFile(KnownSettings.TOKEN_FILE, findings);
        if (!values.get(KnownSettings.WEB)) {
            return;
        }
        checkTlsPair(findings);
        TLS.forEach(file -> checkFile(file, findings));
    }

    private void checkTlsPair(Findings findings) {
        Written certificate = values.written(KnownSettings.TLS_CERTIFICATE);
        Written key = values.written(KnownSettings.TLS_KEY);
        if (certificate != null && key == null) {
            findings.add(certificate.problem("also set " + how(KnownSettings.TLS_KEY)));
        } else if (certificate == null && key != null) {
            findings.add(key.problem("also set " + how(KnownSettings.TLS_CERTIFICATE)));
        }
    }

    private static String how(Setting<?> setting) {
        return "%s (%s: %s)".formatted(setting.key(), setting.allowed(), setting.description());
    }

    private void checkFile(Setting<Path> setting, Findings findings) {
        Path file = values.find(setting);
        Written written = values.written(setting);
        if (file != null && written != null) {
            String complaint = complaint(file, setting.equals(KnownSettings.TOKEN_FILE));
            if (complaint != null) {
                findings.add(written.problem(complaint));
            }
        }
    }

    private static @Nullable String complaint(Path file, boolean isToken) {
        if (!Files.exists(file)) {
            return "no such file";
        }
        if (!Files.isRegularFile(file)) {
            return "not a file";
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(ENOUGH_OF_A_TOKEN);
            String text = new String(start, StandardCharsets.UTF_8).strip();
            if (text.isEmpty()) {
                return "this file is empty";
            }
            return isToken && text.length() < Settings.Web.LEAST_TOKEN_CHARACTERS
                    ? "the token in this file has to have at least %d characters"
                            .formatted(Settings.Web.LEAST_TOKEN_CHARACTERS)
                    : null;
        } catch (AccessDeniedException _) {
            return "this file cannot be read by this user: permission denied";
        } catch (IOException e) {
            return "this file cannot be read by this user: " + e.getMessage();
        }
    }
}
