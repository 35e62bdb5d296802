package dev.tachograph.store;

import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A hot file to make a copy of, with the log that belongs to it. */
interface HotSource {

    /**
     * Copies both as they are at one moment between two commits, to the disk.
     *
     * @param to where there is neither
     * @return what they hold, when the source can tell; {@code null} when only the copy can
     */
    @Nullable HotContents copyTo(HotFiles to, Course course) throws IOException, SQLException;
}
