package dev.tachograph.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Which version this is, and of what it is made; the build fills in {@code version.properties}. */
record Version() implements IVersionProvider {

    @Override
    public String[] getVersion() {
        Properties built = built();
        return new String[] {
            "tachograph %s (DuckDB %s, Java %s)"
                    .formatted(built.getProperty("tachograph"), built.getProperty("duckdb"), Runtime.version())
        };
    }

    private static Properties built() {
        var properties = new Properties();
        try (InputStream text = Version.class.getResourceAsStream("version.properties")) {
            properties.load(text);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
