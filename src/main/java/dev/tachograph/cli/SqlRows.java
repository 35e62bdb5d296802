package dev.tachograph.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lays rows out as text. */
interface SqlRows {

    void row(List<@Nullable String> cells);

    /** What is left to be printed behind the last row. */
    void end();
}
