package dev.tachograph.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The hot file of a data directory that this process holds, and in which nobody writes. It is not opened: it may be damaged. */
record StoppedHotFile(HotFiles files) implements HotSource {

    @Override
    public @Nullable HotContents copyTo(HotFiles to, Course course) throws IOException, SQLException {
        if (Files.exists(files.log()) && WriteAheadLog.read(files.log()).isDamaged()) {
            throw new SQLException(
                    "%s is damaged; start the recorder once, which keeps what can be read, and then make the backup"
                            .formatted(files.log()));
        }
        List<Path> all = new ArrayList<>(files.companions());
        all.add(files.hot());
        for (Path file : all) {
            course.expect(Files.size(file));
        }
        for (Path file : all) {
            Copying.copyHashed(file, to.folder().resolve(file.getFileName()), course);
        }
        return null;
    }
}
