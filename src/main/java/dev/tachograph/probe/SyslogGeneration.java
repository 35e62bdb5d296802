package dev.tachograph.probe;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One of the files that a log consists of: the one that is written to, or one that logrotate made of it, such as
 * {@code syslog.1}, {@code syslog.2.gz} or {@code syslog-20261122.gz}.
 *
 * @param size in bytes as it lies there
 * @param modified when it was last written to; compressing keeps that
 * @param created when it came to be; where the file system does not know, when it was last written to
 */
record SyslogGeneration(Path path, long device, long inode, long size, Instant modified, Instant created) {
    private static final String GZIP = ".gz";
    private static final Pattern NUMBERED = Pattern.compile("\\.([0-9]{1,6})(?:\\.gz)?");
    private static final Pattern DATED = Pattern.compile("[.-][0-9]{4}[0-9_-]*(?:\\.gz)?");
    private static final int MOST_LISTINGS = 20;

    boolean isCompressed() {
        return path.toString().endsWith(GZIP);
    }

    boolean isSameFile(SyslogGeneration other) {
        return other.device == device && other.inode == inode;
    }

    /** What lies at the path; {@code null} when nothing does. */
    static @Nullable SyslogGeneration at(Path path) throws IOException {
        try {
            Map<String, Object> found = Files.readAttributes(path, "unix:dev,ino,size,lastModifiedTime,creationTime");
            return new SyslogGeneration(
                    path,
                    number(found.get("dev")),
                    number(found.get("ino")),
                    number(found.get("size")),
                    time(found.get("lastModifiedTime")),
                    time(found.get("creationTime")));
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    private static Instant time(@Nullable Object value) {
        return value instanceof FileTime time ? time.toInstant() : Instant.EPOCH;
    }

    /** All files of a log, the oldest first, the one that is written to last: as they were at one moment between renames. */
    static List<SyslogGeneration> of(Path log) throws IOException {
        List<SyslogGeneration> before = list(log);
        for (int listings = 1; listings < MOST_LISTINGS; listings++) {
            List<SyslogGeneration> now = list(log);
            if (areSame(before, now)) {
                return now;
            }
            before = now;
        }
        throw new IOException("%s is renamed all the time".formatted(log));
    }

    private static boolean areSame(List<SyslogGeneration> one, List<SyslogGeneration> other) {
        boolean same = one.size() == other.size();
        for (int i = 0; same && i < one.size(); i++) {
            same = one.get(i).path.equals(other.get(i).path) && one.get(i).isSameFile(other.get(i));
        }
        return same;
    }

    private static List<SyslogGeneration> list(Path log) throws IOException {
        Path folder = log.toAbsolutePath().getParent();
        String name = log.getFileName().toString();
        List<SyslogGeneration> rotated = new ArrayList<>();
        boolean numbered = true;
        if (folder != null) {
            for (Path path : rotated(folder, name)) {
                SyslogGeneration generation = isBeingCompressed(path) ? null : at(path);
                if (generation != null) {
                    rotated.add(generation);
                    numbered &= generation.rotations(name) > 0;
                }
            }
        }
        rotated.sort(
                numbered
                        ? Comparator.comparingInt((SyslogGeneration generation) -> generation.rotations(name))
                                .reversed()
                        : Comparator.comparing((SyslogGeneration file) -> file.modified)
                                .thenComparing(file -> file.path.toString()));
        SyslogGeneration current = at(log);
        if (current != null) {
            rotated.add(current);
        }
        return rotated;
    }

    private static List<Path> rotated(Path folder, String name) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                folder, path -> isRotated(path.getFileName().toString(), name))) {
            files.forEach(found::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (NoSuchFileException | NotDirectoryException _) {
            // then there is no log either
        }
        return found;
    }

    private static boolean isRotated(String file, String log) {
        if (!file.startsWith(log)) {
            return false;
        }
        String suffix = file.substring(log.length());
        return NUMBERED.matcher(suffix).matches() || DATED.matcher(suffix).matches();
    }

    /** The original goes when its compressed copy is whole; until then it is the one to read. */
    private static boolean isBeingCompressed(Path path) {
        String text = path.toString();
        return text.endsWith(GZIP) && Files.exists(Path.of(text.substring(0, text.length() - GZIP.length())));
    }

    /** The number behind the log's name; 0 without one. */
    private int rotations(String log) {
        var suffix = NUMBERED.matcher(path.getFileName().toString().substring(log.length()));
        return suffix.matches() ? Integer.parseInt(suffix.group(1)) : 0;
    }
}
