package dev.tachograph.web;

import static java.lang.System.Logger.Level.WARNING;

import dev.tachograph.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The token in its file. A recorder that runs takes up another token as soon as the file has one: whoever may write the file
 * may change it, and nobody has to restart anything.
 */
public final class TokenFile implements TokenSource {
    /** The file's name in a data directory. */
    public static final String NAME = "token";

    private static final System.Logger LOG = System.getLogger(TokenFile.class.getName());
    private static final int TOKEN_BYTES = 32;
    private static final int MOST_BYTES = 4_096;

    private final Path file;
    private volatile Known known = new Known(null, null);

    /** The token of this file. */
    public TokenFile(Path file) {
        this.file = file;
    }

    /**
     * What was read, and what the file looked like then.
     *
     * @param look {@code null} while nothing was read
     */
    private record Known(@Nullable String look, @Nullable String token) {}

    /** Where it is. */
    public Path path() {
        return file;
    }

    /**
     * Makes a token if there is no such file.
     *
     * @return the token, if one was made
     */
    public Optional<String> createIfMissing() throws IOException {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Optional.empty() : Optional.of(renew());
    }

    /** Makes another token, which is good from now on while the old one is not. */
    public String renew() throws IOException {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        PrivateFile.replace(file, token + "\n");
        return token;
    }

    /**
     * The token in the file.
     *
     * @throws IOException if it can't be read, or holds none that is long enough; the message names the file and no content
     */
    public String read() throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException("%s: has more than the %d bytes of a token".formatted(file, MOST_BYTES));
        }
        String token = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        if (token.length() < Settings.Web.LEAST_TOKEN_CHARACTERS) {
            throw new IOException("%s: the token has to have at least %d characters"
                    .formatted(file, Settings.Web.LEAST_TOKEN_CHARACTERS));
        }
        if (!token.chars().allMatch(letter -> letter > ' ' && letter < 0x7f)) {
            throw new IOException("%s: the token may have letters, digits and signs of ASCII only".formatted(file));
        }
        return token;
    }

    @Override
    public @Nullable String token() {
        String look = look();
        Known last = known;
        if (look.equals(last.look)) {
            return last.token;
        }
        Known now = new Known(look, tokenOrNull());
        known = now;
        return now.token;
    }

    private @Nullable String tokenOrNull() {
        try {
            return read();
        } catch (NoSuchFileException _) {
            return null; // nobody has asked for one
        } catch (IOException e) {
            LOG.log(WARNING, "no token is good until this is put right: {0}", e.getMessage());
            return null;
        }
    }

    /** Another content has another one, and the same file asked again the same. */
    private String look() {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return "%s %s %d".formatted(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        }
    }
}
