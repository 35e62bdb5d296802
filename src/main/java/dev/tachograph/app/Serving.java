package dev.tachograph.app;

import dev.tachograph.linux.UserDatabase;
import dev.tachograph.settings.ListenAddress;
import dev.tachograph.settings.Settings;
import dev.tachograph.settings.Surroundings;
import dev.tachograph.store.DataDirectory;
import dev.tachograph.web.AccessRules;
import dev.tachograph.web.TlsFiles;
import dev.tachograph.web.WebLimits;
import dev.tachograph.web.WebOptions;
import dev.tachograph.web.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns the settings of the web server into what it takes. */
final class Serving {
    private static final String TOKEN_FILE = "token";

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

    static WebOptions options(Settings settings, DataDirectory directory) throws IOException {
        Settings.Web web = settings.web();
        Settings.Tls tls = web.tls();
        return new WebOptions(
                web.enabled() ? address(web.listen()) : null,
                directory.path(),
                new AccessRules(
                        Surroundings.ownUid(),
                        uids(web.allowedUsers()),
                        Set.copyOf(web.allowedHosts()),
                        token(web, directory)),
                tls == null ? null : new TlsFiles(tls.certificate(), tls.key()),
                WebLimits.DEFAULT);
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

    /** The user's own token, or one that is made when the recorder first starts. */
    private static @Nullable String token(Settings.Web web, DataDirectory directory) throws IOException {
        if (web.tokenFileGiven()) {
            return given(web.tokenFile());
        }
        return HexFormat.of().formatHex(directory.secret(TOKEN_FILE));
    }

    private static String given(Path file) throws WrongSettingException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new WrongSettingException("token_file: %s: cannot be read (%s)"
                    .formatted(file, e.getClass().getSimpleName()));
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
