package dev.tachograph.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The folders of several types that are made from the same ticks. The one that was begun first gets its place last: with it all
 * are there, and without it the hot rows are, and whoever finds one of the others knows that it will be made again.
 */
final class SegmentFolders implements AutoCloseable {
    private final Connection connection;
    private final Path dataDirectory;
    private final List<SegmentFolder> open = new ArrayList<>();
    private final List<Segment> inPlace = new ArrayList<>();

    SegmentFolders(Connection connection, Path dataDirectory) {
        this.connection = connection;
        this.dataDirectory = dataDirectory;
    }

    /** The number of the next one, if the first one has this. */
    int next(int first) {
        return first + open.size();
    }

    /** Writes all tables of a type. */
    SegmentFolder write(SegmentFolder.Description description, Function<SegmentTable, String> rows)
            throws SQLException, IOException {
        SegmentFolder folder = SegmentFolder.begin(dataDirectory, description);
        open.add(folder);
        for (SegmentTable table : SegmentTable.of(description.type())) {
            folder.write(connection, table, rows.apply(table));
        }
        return folder;
    }

    /** Puts all of them in their places. @return in the order in which they were begun */
    List<Segment> finish() throws SQLException, IOException {
        while (!open.isEmpty()) {
            inPlace.addFirst(open.getLast().finish(connection));
            open.removeLast();
        }
        List<Segment> finished = List.copyOf(inPlace);
        inPlace.clear();
        return finished;
    }

    /** Removes what did not come together. */
    @Override
    public void close() throws IOException {
        for (SegmentFolder folder : open) {
            folder.discard();
        }
        for (Segment segment : inPlace) {
            SegmentFolder.remove(dataDirectory, segment.folder());
        }
    }
}
