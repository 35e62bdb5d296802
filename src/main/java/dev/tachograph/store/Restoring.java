package dev.tachograph.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The exchange of what a data directory holds for what was put beside it. It consists of renames, and whoever comes next does
 * those that are left: until the mark is there the old record is in its place, and from then on the exchange goes forward only.
 *
 * <p>What is still staged was not exchanged yet, so what has its name in the data directory is the old one. The hot file comes
 * last: as long as it is staged, every log and every mark beside its place belongs to the old one.
 */
final class Restoring {
    /** Where the new record is until it is exchanged. */
    static final String STAGE = ".restoring";

    /** The mark: where the old record goes. */
    static final String MARK = "tachograph.restore";

    private final Path folder;
    private final Path stage;
    private final Path aside;
    private final Copying.Transfer mover;

    private Restoring(Path folder, Path aside, Copying.Transfer mover) {
        this.folder = folder;
        this.stage = folder.resolve(STAGE);
        this.aside = aside;
        this.mover = mover;
    }

    /** Whether somebody was killed in the middle of it, and nobody has finished it yet. */
    static boolean isUnfinished(Path folder) {
        return Files.exists(folder.resolve(MARK));
    }

    /**
     * From here on it will be done.
     *
     * @param aside where the old record goes, a folder that is not there yet
     */
    static void begin(Path folder, Path aside) throws IOException {
        Durable.write(folder.resolve(MARK), folder.relativize(aside) + "\n");
    }

    /**
     * Does what is left of it, if it was begun, and else removes what was staged. For whoever holds the directory.
     *
     * @return whether it was begun
     * @throws IOException when that can't be done; the next call goes on
     */
    static boolean finish(Path folder) throws IOException {
        return finish(folder, Durable::move);
    }

    /** @param mover gives something another name on the same disk, whole or not at all */
    static boolean finish(Path folder, Copying.Transfer mover) throws IOException {
        if (isUnfinished(folder)) {
            String aside = Files.readString(folder.resolve(MARK)).strip();
            new Restoring(folder, folder.resolve(aside), mover).exchange();
            return true;
        }
        Durable.remove(folder.resolve(STAGE));
        return false;
    }

    private void exchange() throws IOException {
        if (Files.exists(stage.resolve(DataDirectory.HOT_FILE))) {
            for (Path companion : ofTheOld()) {
                setAside(companion);
            }
            for (String name : List.of(Recovered.FILE, DataDirectory.QUESTIONS, "segments", DataDirectory.HOT_FILE)) {
                exchange(name);
            }
        }
        Durable.remove(stage);
        Durable.removeFile(folder.resolve(MARK));
    }

    /** Its log, and what is known of its file. */
    private List<Path> ofTheOld() throws IOException {
        List<Path> found = new ArrayList<>(new HotFiles(folder).companions());
        for (String name : List.of(CleanMark.FILE, CleanMark.OPENING)) {
            Path mark = folder.resolve(name);
            if (Files.exists(mark)) {
                found.add(mark);
            }
        }
        return found;
    }

    private void exchange(String name) throws IOException {
        if (Files.exists(stage.resolve(name))) {
            if (Files.exists(folder.resolve(name))) {
                setAside(folder.resolve(name));
            }
            mover.put(stage.resolve(name), folder.resolve(name));
        }
    }

    private void setAside(Path old) throws IOException {
        mover.put(old, aside.resolve(old.getFileName()));
    }
}
