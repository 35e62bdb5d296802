package dev.tachograph.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Holds the settings that open a port against each other: nothing is served beyond loopback without TLS and a token. */
record ServingCheck(Values values) {
    /** The settings that are looked at; if one of them is wrong already, more can't be said. */
    static final Set<Setting<?>> SETTINGS = Set.of(
            KnownSettings.WEB,
            KnownSettings.LISTEN,
            KnownSettings.TLS_CERTIFICATE,
            KnownSettings.TLS_KEY,
            KnownSettings.TOKEN_FILE);

    private static final List<Setting<Path>> TLS = List.of(KnownSettings.TLS_CERTIFICATE, KnownSettings.TLS_KEY);
    private static final int ENOUGH_OF_A_TOKEN = 4_096;
    private static final int USUAL_PORT = 7070;

    void check(Findings findings) {
        checkFile(KnownSettings.TOKEN_FILE, findings);
        ListenAddress listen = values.get(KnownSettings.LISTEN);
        if (!values.get(KnownSettings.WEB)) {
            return;
        }
        Written listening = values.written(KnownSettings.LISTEN);
        if (listening != null && !listen.isLoopback()) {
            checkBeyondLoopback(listening, listen, findings);
        } else {
            checkTlsPair(findings);
        }
        TLS.forEach(file -> checkFile(file, findings));
    }

    private void checkBeyondLoopback(Written listening, ListenAddress listen, Findings findings) {
        List<Setting<Path>> missing = Stream.concat(TLS.stream(), Stream.of(KnownSettings.TOKEN_FILE))
                .filter(setting -> values.written(setting) == null)
                .toList();
        if (!missing.isEmpty()) {
            String also = missing.stream().map(ServingCheck::how).collect(Collectors.joining(", "));
            int port = listen.port() == 0 ? USUAL_PORT : listen.port();
            findings.add(listening.problem("reachable from other hosts, so TLS and a token are needed: also set " + also
                    + "; or stay on loopback and come in with ssh -L %1$d:127.0.0.1:%1$d HOST".formatted(port)));
        }
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
