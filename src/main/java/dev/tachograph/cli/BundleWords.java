package dev.tachograph.cli;

import dev.tachograph.bundle.Manifest;
import dev.tachograph.text.Printable;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.OptionalDouble;

/** A bundle in one line for people. */
public final class BundleWords {
    private BundleWords() {}

    /**
     * Such as {@code incident.zip: 2.1 MB, web1 from … to …, 240 ticks, …}.
     *
     * @param bytes of the file
     */
    public static String of(Path file, Manifest manifest, long bytes, ZoneId zone) {
        return Printable.text("%s: %s, %s from %s to %s, %s, %s of process_metrics, %s, %s, %s; %s"
                .formatted(
                        file,
                        Figures.bytes(OptionalDouble.of((double) bytes)),
                        manifest.hostName(),
                        Figures.instant(manifest.from(), zone),
                        Figures.instant(manifest.to(), zone),
                        count(manifest.ticks(), "tick"),
                        count(manifest.rows("tables/process_metrics.parquet"), "row"),
                        count(manifest.rows("tables/journal_logs.parquet"), "log line"),
                        count(manifest.rows("tables/process_exits.parquet"), "exit"),
                        count(manifest.rows("tables/gaps.parquet"), "gap"),
                        secrets(manifest)));
    }

    private static String secrets(Manifest manifest) {
        if (!manifest.isRedacted()) {
            return "secrets were not looked for";
        }
        return manifest.redactedTexts() == 0
                ? "no secrets were found"
                : "secrets were taken out of " + count(manifest.redactedTexts(), "text");
    }

    private static String count(long number, String thing) {
        return Figures.counted(OptionalDouble.of((double) number), thing);
    }
}
