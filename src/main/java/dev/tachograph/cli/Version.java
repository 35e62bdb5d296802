package dev.tachograph.cli;

import dev.tachograph.settings.ProgramVersion;
import picocli.CommandLine.IVersionProvider;

/** Which version this is, and of what it is made. */
record Version() implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {
            "tachograph %s (DuckDB %s, Java %s)"
                    .formatted(ProgramVersion.tachograph(), ProgramVersion.duckDb(), Runtime.version())
        };
    }
}
