package dev.tachograph.bundle;

import dev.tachograph.text.Printable;

/** The words in a bundle for whoever has not this program. */
final class Readme {

    private Readme() {}

    static String of(Manifest manifest) {
        return """
            An incident bundle of Tachograph, the flight recorder for a Linux host.

              host     %s
              from     %s
              to       %s (not included)
              created  %s by version %s
              secrets  %s

            With Tachograph:  tachograph open FILE

            Without it this is a ZIP file with Parquet files in it, which many programs read:

              unzip FILE
              duckdb -c "SELECT timestamp, pid, name, cpu_usage FROM 'tables/process_metrics.parquet' ORDER BY cpu_usage DESC LIMIT 10"
              python -c "import pandas; print(pandas.read_parquet('tables/journal_logs.parquet'))"
              python -c "import polars; print(polars.read_parquet('tables/process_exits.parquet'))"

            tables/  the documented tables with the rows of that time, one file each; times are in UTC
            record/  the rows of which Tachograph makes a record again that answers as the recorder would
            manifest.json  what is in here, with the SHA-256 of each file, the host and the stretches without data

            A process that began before the window is in record/process_samples.parquet from its first tick on. Of file systems and
            cgroups, which have rows only where something changed, the first tick has the last that was known before.
            """.formatted(
                        Printable.text(manifest.hostName()),
                        manifest.from(),
                        manifest.to(),
                        manifest.created(),
                        manifest.version(),
                        manifest.isRedacted()
                                ? "were taken out of command lines and messages when this was made"
                                : "were not looked for when this was made");
    }
}
