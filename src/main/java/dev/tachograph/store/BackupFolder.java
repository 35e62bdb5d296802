package dev.tachograph.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A copy of everything recorded that is being made. It gets its name by one rename when all of it is on the disk and was read
 * again, so that a folder of that name is always a whole backup.
 *
 * <p>It holds the hot file, without a log, the sealed segments, and the checksums of what was copied.
 */
final class BackupFolder {
    /** Locked while the folder is being written: without that it was left behind by somebody who was killed. */
    private static final String MARK = "tachograph.unfinished";

    private final Path fresh;
    private final Path target;
    private final FileChannel mark;
    private final Map<String, String> sums = new TreeMap<>();

    private BackupFolder(Path fresh, Path target, FileChannel mark) {
        this.fresh = fresh;
        this.target = target;
        this.mark = mark;
    }

    /**
     * Begins it under another name beside its own.
     *
     * @throws IOException when there is something under that name that is not just left over
     */
    static BackupFolder begin(Path fresh, Path target) throws IOException {
        Path parent = fresh.toAbsolutePath().getParent();
        if (parent != null) {
            Durable.makeFolders(parent);
        }
        try {
            make(fresh);
        } catch (FileAlreadyExistsException e) {
            removeLeftover(fresh, e);
            make(fresh);
        }
        FileChannel mark = null;
        try {
            mark = Copying.create(fresh.resolve(MARK));
            mark.lock();
            return new BackupFolder(fresh, target, mark);
        } catch (IOException | OverlappingFileLockException e) {
            if (mark != null) {
                mark.close();
            }
            remove(fresh);
            throw e;
        }
    }

    private static void make(Path fresh) throws IOException {
        Files.createDirectory(
                fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /**
     * Only what a killed one leaves: with a mark that nobody holds, or still without one, when it is empty, or no longer with
     * one, when all that was missing was its name.
     */
    private static void removeLeftover(Path fresh, IOException found) throws IOException {
        if (Files.isDirectory(fresh, LinkOption.NOFOLLOW_LINKS) && (isEmpty(fresh) || isFinished(fresh))) {
            remove(fresh);
            return;
        }
        try (var left = FileChannel.open(fresh.resolve(MARK), StandardOpenOption.WRITE)) {
            if (left.tryLock() != null) {
                remove(fresh);
                return;
            }
        } catch (IOException | OverlappingFileLockException e) {
            found.addSuppressed(e);
        }
        throw new IOException("%s: exists already; another backup may be under way".formatted(fresh), found);
    }

    private static boolean isEmpty(Path fresh) throws IOException {
        try (Stream<Path> files = Files.list(fresh)) {
            return files.findAny().isEmpty();
        }
    }

    private static boolean isFinished(Path fresh) {
        return !Files.exists(fresh.resolve(MARK))
                && Files.exists(fresh.resolve(DataDirectory.HOT_FILE))
                && Files.exists(fresh.resolve(Segment.CHECKSUMS));
    }

    /** The mark goes last, so that what is left by a kill is still known. */
    private static void remove(Path fresh) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(fresh)) {
            files = all.filter(file -> !file.endsWith(MARK)).toList();
        }
        for (Path file : files) {
            Durable.remove(file);
        }
        Durable.remove(fresh);
    }

    /** Where it is while it is being made. */
    Path place() {
        return fresh;
    }

    /** Where the hot file has to be copied to, and its log, if it has one. */
    Path hotFile() {
        return fresh.resolve(DataDirectory.HOT_FILE);
    }

    /** Takes over all segments that lie in a folder, whoever knows them; they have checksums of their own. */
    void addSegments(Path segments, Copying.Transfer transfer) throws IOException {
        Path place = fresh.resolve(segments.getFileName());
        Files.createDirectory(place);
        Copying.tree(segments, place, transfer);
    }

    /**
     * Takes over one segment, as the same files on the same disk, else as copies.
     *
     * @throws IOException when it is not what was sealed, or can't be read or copied
     */
    void addSegment(Path dataDirectory, Segment segment, Course course) throws IOException {
        Durable.makeFolders(fresh.resolve(segment.folder()));
        for (Segment.File file : segment.files()) {
            addFile(dataDirectory, segment.folder().resolve(file.name()), file.sha256(), course);
        }
        addFile(dataDirectory, segment.folder().resolve(Segment.CHECKSUMS), segment.sha256(), course);
    }

    /** Takes over the questions that users saved, as copies: they may be changed later, and a segment never is. */
    void addQuestions(Path dataDirectory) throws IOException {
        Path saved = dataDirectory.resolve(DataDirectory.QUESTIONS);
        if (!Files.isDirectory(saved, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path place = Files.createDirectory(fresh.resolve(DataDirectory.QUESTIONS));
        try (Stream<Path> files = Files.list(saved)) {
            for (Path file : files.sorted().toList()) {
                addQuestion(file, place.resolve(file.getFileName()));
            }
        }
    }

    private void addQuestion(Path from, Path to) throws IOException {
        boolean isUnfinished = from.toString().endsWith(Durable.UNFINISHED);
        if (isUnfinished || !Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.copy(from, to, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException _) {
            return; // it was deleted in between
        }
        Durable.syncFile(to);
        addChecksum(to);
    }

    private void addFile(Path dataDirectory, Path path, String sum, Course course) throws IOException {
        Path from = dataDirectory.resolve(path);
        Path to = fresh.resolve(path);
        String found = Copying.linkOrCopy(from, to, course);
        if (!found.equals(sum)) {
            throw new IOException(
                    "%s: is not what was sealed: its checksum is another one; restart the recorder, which sets the segment aside, and make the backup again"
                            .formatted(from));
        }
        sums.put(path.toString(), found);
    }

    /** The checksum of a file in it goes into the list. */
    String addChecksum(Path file) throws IOException {
        String sum = Checksums.sha256(file);
        sums.put(fresh.relativize(file).toString(), sum);
        return sum;
    }

    /** How many files are in the list. */
    int files() {
        return sums.size();
    }

    /** Bytes of the files in the list. */
    long bytes() throws IOException {
        long bytes = 0;
        for (String file : sums.keySet()) {
            bytes += Files.size(fresh.resolve(file));
        }
        return bytes;
    }

    /** What it holds. Reads it as it would be read later. */
    RowCounts count() throws SQLException {
        try (HotDatabase copy = HotDatabase.openReadOnly(fresh)) {
            return RowCounts.of(copy.writer());
        }
    }

    /** Says in it what it is. */
    void describe(BackupDescription description) throws IOException {
        Path file = fresh.resolve(BackupDescription.FILE);
        write(file, description.json());
        addChecksum(file);
    }

    /** Gives it its name. */
    void finish() throws IOException {
        write(fresh.resolve(Segment.CHECKSUMS), new Checksums(sums).text());
        Files.delete(fresh.resolve(MARK));
        Copying.syncFolders(fresh);
        Durable.move(fresh, target);
        mark.close();
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.UTF_8);
        Durable.syncFile(file);
    }

    /** Gives up. What can't be removed is told with what went wrong. */
    void discard(@Nullable Throwable cause) {
        try {
            remove(fresh);
            mark.close();
        } catch (IOException e) {
            if (cause != null) {
                cause.addSuppressed(e);
            }
        }
    }
}
