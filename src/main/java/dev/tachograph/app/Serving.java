package dev.tachograph.app;

import dev.tachograph.linux.UserDatabase;
import dev.tachograph.query.RecordingFigures;
import dev.tachograph.settings.ListenAddress;
import dev.tachograph.settings.Settings;
import dev.tachograph.settings.Surroundings;
import dev.tachograph.store.DataDirectory;
import dev.tachograph.web.AccessRules;
import dev.tachograph.web.OwnTls;
import dev.tachograph.web.TlsException;
import dev.tachograph.web.TlsFiles;
import dev.tachograph.web.TokenFile;
import dev.tachograph.web.WebLimits;
import dev.tachograph.web.WebOptions;
import dev.tachograph.web.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns the settings of the web server into what it takes. */
final class Serving {
    private static final Pattern UID = Pattern.compile("[0-9]{1,10}");
    private static final long HIGHEST_UID = 0xFFFF_FFFEL; // the one above it means "none"

    private Serving() {}

    /** A setting that can only be found wrong when it is used. */
    static final class WrongSettingException extends IOException {
        private static final long serialVersionUID = 1;

        WrongSettingException(String message) {
            super(message);
        }
    }

    /**
     * What the server needs, and what its user has to know.
     *
     * @param newToken one that was made just now, for the only time that it is shown
     * @param tls what it shows browsers; {@code null} for plain HTTP
     * @param isOwnCertificate whether the recorder made that by itself
     */
    record Prepared(
            WebOptions options,
            Optional<String> newToken,
            @Nullable TlsFiles tls,
            boolean isOwnCertificate) {

        /** Where browsers find it. */
        RecordingFigures.@Nullable Access access(List<URI> addresses, List<String> names) throws TlsException {
            return addresses.isEmpty()
                    ? null
                    : new RecordingFigures.Access(
                            Up.shown(addresses.getFirst(), names), tls == null ? null : tls.fingerprint());
        }
    }

    /** Beyond loopback with a token and a certificate, which are made where there are none. */
    static Prepared prepare(Settings settings, DataDirectory directory, Instant now) throws IOException {
        Settings.Web web = settings.web();
        boolean isOpen = web.enabled() && !web.listen().isLoopback();
        var token = new TokenFile(
                web.tokenFileGiven() ? web.tokenFile() : directory.path().resolve(TokenFile.NAME));
        if (web.tokenFileGiven()) {
            requireToken(token);
        }
        Optional<String> newToken = isOpen ? token.createIfMissing() : Optional.empty();
        TlsFiles tls = tls(web, directory.path(), isOpen, now);
        var hosts = new HashSet<>(web.allowedHosts());
        hosts.addAll(isOpen ? ServedNames.of(web).hosts() : List.of());
        var access = new AccessRules(Surroundings.ownUid(), uids(web.allowedUsers()), hosts, token);
        return new Prepared(
                new WebOptions(
                        web.enabled() ? address(web.listen()) : null, directory.path(), access, tls, WebLimits.DEFAULT),
                newToken,
                tls,
                web.tls() == null);
    }

    private static @Nullable TlsFiles tls(Settings.Web web, Path directory, boolean isOpen, Instant now)
            throws IOException {
        Settings.Tls given = web.tls();
        if (given != null) {
            return new TlsFiles(given.certificate(), given.key());
        }
        ServedNames names = ServedNames.of(web);
        return isOpen ? OwnTls.ready(directory, names.hosts(), names.welcome(), now) : null;
    }

    /**
     * Refuses a port that is taken before anything is made in a place where no recorder has been yet. Elsewhere the one that
     * has the port may be the one that records there, which is the better answer.
     */
    static void requirePort(Settings settings) throws IOException {
        if (settings.web().enabled() && DataDirectory.isNew(settings.dataDir())) {
            WebServer.requireFree(address(settings.web().listen()));
        }
    }

    private static InetSocketAddress address(ListenAddress listen) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(listen.host()), listen.port());
    }

    private static void requireToken(TokenFile token) throws WrongSettingException {
        try {
            token.read();
        } catch (IOException e) {
            throw new WrongSettingException(
                    "token_file: %s: cannot be read (%s)".formatted(token.path(), e.getMessage()));
        }
    }

    private static Set<Long> uids(Iterable<String> users) throws WrongSettingException {
        Set<Long> uids = new HashSet<>();
        for (String user : users) {
            uids.add(uid(user));
        }
        return uids;
    }

    /** A name before a number: a user may be named like one. */
    static long uid(String user) throws WrongSettingException {
        OptionalLong named = UserDatabase.idOf(user);
        if (named.isPresent()) {
            return named.getAsLong();
        }
        if (UID.matcher(user).matches() && Long.parseLong(user) <= HIGHEST_UID) {
            return Long.parseLong(user);
        }
        throw new WrongSettingException(
                "allowed_users: there is no user '%s' in /etc/passwd or the name services (getpwnam_r); a uid is allowed too"
                        .formatted(user));
    }
}
