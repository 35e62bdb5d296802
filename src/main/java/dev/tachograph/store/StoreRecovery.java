package dev.tachograph.store;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.tachograph.store.OpeningTrial.Manner;
import dev.tachograph.store.Verdict.Broken;
import dev.tachograph.store.Verdict.Contents;
import dev.tachograph.store.Verdict.Sound;
import dev.tachograph.store.Verdict.Untried;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure, before the recorder opens the database, that doing so is safe. After an orderly end the file is known to be as it
 * was. Otherwise it is tried in another process, and what can't be read is set aside, as little of it as possible: the log from
 * the damaged place on, the whole log, the hot file with its log. In its place come the newest backup or nothing.
 *
 * <p>Nothing is deleted, and what was done is told in a {@link Recovered}. Where nobody could try, everything stays as it is.
 */
final class StoreRecovery {
    private static final System.Logger LOG = System.getLogger(StoreRecovery.class.getName());
    private static final String BACKUPS = "backups";
    private static final String GONE = DataDirectory.HOT_FILE + " was gone";

    private final Path folder;
    private final HotFiles files;
    private final Instant now;
    private final Manner manner;
    private final OpeningTrial.Way way;

    /** What an earlier start did and could not tell. */
    private final @Nullable Recovered untold;

    private final List<String> deeds = new ArrayList<>();
    private @Nullable Path aside;
    private Instant lostFrom;

    private StoreRecovery(Path folder, Instant now, OpeningTrial.Way way) throws IOException {
        this.folder = folder;
        this.files = new HotFiles(folder);
        this.now = now;
        this.way = way;
        this.manner = Files.exists(folder.resolve(CleanMark.OPENING)) ? Manner.REHEARSE : Manner.READ;
        this.untold = Recovered.untold(folder);
        this.lostFrom = oldestFile(folder, now);
    }

    /**
     * Leaves a database that can be opened, or none.
     *
     * @return what was done to it; {@code null} when nothing had to be
     * @throws IOException when it could not be done; the next call goes on
     */
    static @Nullable Recovered prepare(Path folder, Instant now, OpeningTrial.Way way) throws IOException {
        try {
            if (Restoring.finish(folder)) {
                LOG.log(INFO, "{0}: a restore that was cut short is finished", folder);
            }
            var recovery = new StoreRecovery(folder, now, way);
            recovery.prepare();
            return recovery.recovered();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the database was tried", e);
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** The database is open: if the recorder dies now, that was not it. */
    static void opened(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve(CleanMark.OPENING));
        } catch (IOException e) {
            LOG.log(WARNING, "the next start tries the database more carefully than it has to: {0}", e.getMessage());
        }
    }

    /** The database was not opened, and nobody died: if nothing was changed, it is as it was left. */
    static void refused(Path folder) {
        try {
            CleanMark.putBack(new HotFiles(folder));
        } catch (IOException e) {
            LOG.log(WARNING, "the next start tries the database more carefully than it has to: {0}", e.getMessage());
        }
    }

    private void prepare() throws IOException, InterruptedException {
        removeUnfinished();
        if (!Files.exists(files.hot())) {
            if (!files.companions().isEmpty()) {
                setLogAside(GONE);
            } else if (wasThere()) {
                keep(GONE);
            }
        } else if (manner == Manner.REHEARSE || !CleanMark.matches(files)) {
            recover();
        }
        tell();
        beginOpening();
    }

    /** What is only ever there after the database was. */
    private boolean wasThere() {
        return Files.exists(folder.resolve(CleanMark.FILE))
                || Files.exists(folder.resolve(Segment.root(Segment.Type.PROCESSES)));
    }

    /** What a crash has left of copies. */
    private void removeUnfinished() throws IOException {
        try (var unfinished = Files.newDirectoryStream(folder, DataDirectory.HOT_FILE + "*" + Durable.UNFINISHED)) {
            for (Path file : unfinished) {
                Files.delete(file);
            }
        }
    }

    /** From here on a start that finds no mark knows that somebody died while opening. */
    private void beginOpening() {
        Path opening = folder.resolve(CleanMark.OPENING);
        Path clean = folder.resolve(CleanMark.FILE);
        try {
            if (Files.exists(clean)) {
                Durable.move(clean, opening);
            } else if (!Files.exists(opening)) {
                Durable.write(opening, "");
            }
        } catch (IOException e) {
            LOG.log(WARNING, "a start that crashes will not be noticed by the next one: {0}", e.getMessage());
        }
    }

    private void recover() throws IOException, InterruptedException {
        WriteAheadLog log = log();
        String damage;
        if (log != null && log.isDamaged()) {
            damage = "%s is damaged after %d commits, and %d later ones can't be reached"
                    .formatted(files.log().getFileName(), log.commits(), log.laterCommits());
        } else {
            Broken broken = broken(manner);
            if (broken == null) {
                return;
            }
            damage = broken.reason();
        }
        if (!files.companions().isEmpty()) {
            setLogAside(damage);
            if ((log != null && isWholeUntilDamage(log)) || broken(Manner.READ) == null) {
                return;
            }
        }
        setDatabaseAside(damage);
        takeBackup();
    }

    /** The log as far as it can be followed; {@code null} when there is none, or nobody can read it. */
    private @Nullable WriteAheadLog log() {
        try {
            return Files.exists(files.log()) ? WriteAheadLog.read(files.log()) : null;
        } catch (IOException e) {
            LOG.log(WARNING, "{0} can''t be read: {1}", files.log(), e.getMessage());
            return null;
        }
    }

    /** @return {@code null} when it can be used, or nobody could try */
    private @Nullable Broken broken(Manner manner) throws InterruptedException {
        return switch (way.trial(folder, manner)) {
            case Sound _ -> null;
            case Broken broken -> {
                LOG.log(ERROR, "{0}: {1}", folder, broken.reason());
                lostFrom = broken.contents().oldest() == null
                        ? lostFrom
                        : broken.contents().oldest();
                yield broken;
            }
            case Untried(String reason) -> {
                LOG.log(WARNING, "the database could not be tried before it is opened: {0}", reason);
                yield null;
            }
        };
    }

    private void setLogAside(String damage) throws IOException {
        Path to = SetAside.folder(folder, "wal", now);
        aside = to;
        keep("%s: its log was set aside in %s".formatted(damage, shown(to)));
        for (Path companion : files.companions()) {
            Durable.move(companion, to.resolve(companion.getFileName()));
        }
    }

    /** Puts back the begin of the log, if that helps. */
    private boolean isWholeUntilDamage(WriteAheadLog log) throws IOException, InterruptedException {
        Path from = aside;
        if (from == null || log.commits() == 0 || log.isWhole()) {
            return false;
        }
        try {
            Durable.copy(from.resolve(files.log().getFileName()), log.wholeBytes(), files.log());
        } catch (IOException e) {
            LOG.log(WARNING, "the begin of the log could not be put back: {0}", e.getMessage());
            return false;
        }
        if (broken(Manner.READ) == null) {
            keep("its first %d commits were kept".formatted(log.commits()));
            return true;
        }
        Durable.removeFile(files.log()); // a copy of ours
        return false;
    }

    private void setDatabaseAside(String damage) throws IOException {
        Path before = aside;
        Path to = SetAside.folder(folder, "database", now);
        deeds.clear();
        keep("%s: %s was set aside in %s"
                .formatted(damage, before == null ? "the database" : "the database with its log", shown(to)));
        if (before != null) {
            Durable.move(before, to);
        }
        Durable.move(files.hot(), to.resolve(files.hot().getFileName()));
    }

    private void takeBackup() throws IOException, InterruptedException {
        for (HotFiles backup : backups()) {
            Verdict verdict = way.trial(backup.folder(), Manner.READ);
            if (verdict instanceof Sound(Contents contents)) {
                keep("the backup %s, which reaches until %s, took its place"
                        .formatted(shown(backup.folder()), contents.newest()));
                Durable.copy(backup.hot(), Files.size(backup.hot()), files.hot());
                for (Path companion : backup.companions()) {
                    Durable.copy(companion, Files.size(companion), folder.resolve(companion.getFileName()));
                }
                return;
            }
            LOG.log(WARNING, "the backup {0} can''t be used: {1}", backup.folder(), verdict);
        }
        keep("an empty one took its place");
    }

    /** Newest first. */
    private List<HotFiles> backups() throws IOException {
        Path all = folder.resolve(BACKUPS);
        if (!Files.isDirectory(all)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(all)) {
            return folders.filter(
                            backup -> !String.valueOf(backup.getFileName()).startsWith(".")) // not finished
                    .map(HotFiles::new)
                    .filter(backup -> Files.exists(backup.hot()))
                    .sorted(Comparator.comparing((HotFiles backup) -> lastModified(backup.hot()))
                            .reversed())
                    .toList();
        }
    }

    private static Instant lastModified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path shown(Path inside) {
        return folder.relativize(inside);
    }

    /** Keeps what is about to be done, so that it is told even if nobody gets to do more. */
    private void keep(String deed) throws IOException {
        deeds.add(deed);
        Recovered recovered = recovered();
        if (recovered != null) {
            recovered.keep(folder);
        }
    }

    private @Nullable Recovered recovered() {
        return deeds.isEmpty() ? untold : new Recovered(String.join("; ", deeds), lostFrom, false).and(untold);
    }

    private void tell() {
        if (!deeds.isEmpty()) {
            LOG.log(ERROR, String.join("; ", deeds));
        } else if (untold != null) {
            LOG.log(INFO, "still to be told: {0}", untold.detail());
        }
    }

    /** Nothing that was recorded here is older than the first file that was made. */
    private static Instant oldestFile(Path folder, Instant now) throws IOException {
        Instant oldest = now;
        try (var all = Files.newDirectoryStream(folder)) {
            for (Path file : all) {
                var times = Files.readAttributes(file, BasicFileAttributes.class);
                for (Instant time : List.of(
                        times.creationTime().toInstant(),
                        times.lastModifiedTime().toInstant())) {
                    oldest = time.isBefore(oldest) ? time : oldest;
                }
            }
        }
        return oldest;
    }
}
