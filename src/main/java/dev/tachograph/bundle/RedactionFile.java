package dev.tachograph.bundle;

import dev.tachograph.probe.Redaction;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** How the process that makes a bundle is told what to hide: a command line can be read by others, a private folder can't. */
final class RedactionFile {
    private static final String NAME = "redaction.properties";
    private static final String KEY = "key";
    private static final String PATTERN = "pattern.";

    private RedactionFile() {}

    static void write(Path folder, byte[] key, List<String> patterns) throws IOException {
        var properties = new Properties();
        properties.setProperty(KEY, HexFormat.of().formatHex(key));
        for (int i = 0; i < patterns.size(); i++) {
            properties.setProperty(PATTERN + i, patterns.get(i));
        }
        try (Writer out = Files.newBufferedWriter(folder.resolve(NAME))) {
            properties.store(out, null);
        }
    }

    /** What is written there, which is removed; {@code null} when nothing is to be hidden. */
    static @Nullable Redaction take(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            return null;
        }
        var properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        Files.delete(file);
        List<String> patterns = new ArrayList<>();
        for (int i = 0; properties.containsKey(PATTERN + i); i++) {
            patterns.add(properties.getProperty(PATTERN + i));
        }
        return new Redaction(HexFormat.of().parseHex(properties.getProperty(KEY)), patterns);
    }
}
