package dev.tachograph.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The page's files, from a folder of the class path. Each is read once and then kept; a path that has none is not, so that
 * memory has the size of the bundle however many paths are asked for.
 */
final class Pages {
    private static final Set<String> PAGES = Set.of("/", "/processes");
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"));

    /** No segment begins with a dot, so none leads out of the folder. */
    private static final Pattern FILE =
            Pattern.compile("/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*\\.(?<ending>[a-z0-9]+)");

    /** Names such as {@code app-3F2A9C01.js}: other content, other name. */
    private static final Pattern HASHED = Pattern.compile(".*-[A-Za-z0-9]{8,}\\.[a-z0-9.]+");

    private final String folder;
    private final Map<String, Asset> assets = new ConcurrentHashMap<>();

    /** @param folder absolute in the class path, such as {@code /web} */
    Pages(String folder) {
        this.folder = folder;
    }

    /** Whether a page of the application is at this path, be it built or not. */
    boolean isPage(String path) {
        return PAGES.contains(path);
    }

    /** The file behind a path. */
    Optional<Asset> find(String path) {
        String file = isPage(path) ? "/index.html" : path;
        Matcher name = FILE.matcher(file);
        String type = name.matches() ? TYPES.get(name.group("ending")) : null;
        return type == null
                ? Optional.empty()
                : Optional.ofNullable(assets.computeIfAbsent(file, _ -> load(file, type)));
    }

    private @Nullable Asset load(String file, String type) {
        byte[] content = read(file);
        return content == null
                ? null
                : new Asset(
                        type, content, read(file + ".gz"), HASHED.matcher(file).matches());
    }

    private byte @Nullable [] read(String file) {
        try (InputStream in = Pages.class.getResourceAsStream(folder + file)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("%s%s can't be read".formatted(folder, file), e);
        }
    }
}
