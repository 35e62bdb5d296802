package dev.tachograph.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which version this is, and of what it is made; the build fills in {@code version.properties}. */
public final class ProgramVersion {
    private static final Properties BUILT = built();

    private ProgramVersion() {}

    /** Of this program. */
    public static String tachograph() {
        return BUILT.getProperty("tachograph");
    }

    /** Of the database in it. */
    public static String duckDb() {
        return BUILT.getProperty("duckdb");
    }

    private static Properties built() {
        var properties = new Properties();
        try (InputStream text = ProgramVersion.class.getResourceAsStream("version.properties")) {
            properties.load(text);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
