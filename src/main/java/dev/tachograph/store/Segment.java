package dev.tachograph.store;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One sealed stretch of one type of data: a folder of Parquet files that nothing changes any more, and its row in the
 * manifest.
 *
 * @param number by which it is called; numbers are given once
 * @param fromTick its first tick; of log lines the number of the first one
 * @param untilTick the tick after its last one; of log lines the number after the last one
 * @param day of its first tick, or of its newest log line, in UTC
 * @param from when its first tick was, or its oldest log line
 * @param to when its last tick was, or its newest log line
 * @param hours how many were merged into it
 * @param samples rows of the view process_metrics: processes summed over ticks; of log lines their number
 * @param maxProcessId the highest number of a process in it; later processes get higher ones
 * @param schemaVersion of the tables that it was written from
 * @param sha256 of its file of checksums, and so of everything in it
 */
record Segment(
        Type type,
        int number,
        long fromTick,
        long untilTick,
        LocalDate day,
        Instant from,
        Instant to,
        int hours,
        long samples,
        long maxProcessId,
        int schemaVersion,
        Instant sealedAt,
        List<File> files,
        String sha256) {
    static final String CHECKSUMS = "SHA256SUMS";
    /** How its folder is called. */
    static final String FOLDER_PATTERN = "segment=[1-9][0-9]{0,8}";

    Segment {
        files = List.copyOf(files);
    }

    /** What a segment holds, which limits count apart. */
    enum Type {
        PROCESSES,
        LOGS,
        METRICS,
        /** Roll-ups by minute. */
        MINUTES,
        /** Roll-ups by hour. */
        HOURS;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Type ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** One file of it; the times are those of its rows, where they have any. */
    record File(
            String name,
            long rows,
            long bytes,
            String sha256,
            @Nullable Instant minTime,
            @Nullable Instant maxTime) {}

    long ticks() {
        return untilTick - fromTick;
    }

    /** Bytes on the disk. */
    long bytes() {
        return files.stream().mapToLong(File::bytes).sum();
    }

    long rows(SegmentTable table) {
        return files.stream()
                .filter(file -> file.name().equals(table.file()))
                .mapToLong(File::rows)
                .sum();
    }

    /** The rows by which it is counted: ticks, or log lines. */
    Path mainFile() {
        return folder().resolve(SegmentTable.main(type).file());
    }

    boolean holds(SegmentTable table) {
        return files.stream().anyMatch(file -> file.name().equals(table.file()));
    }

    /** What its files have to be, as the manifest has it. */
    Checksums checksums() {
        return new Checksums(files.stream().collect(Collectors.toMap(File::name, File::sha256)));
    }

    /** As retention sees it. */
    KeptSegment kept() {
        // A log line may say that it is of any time; it was not written after it was sealed.
        boolean isOfTheFuture = type == Type.LOGS && to.isAfter(sealedAt);
        return new KeptSegment(fromTick, from, isOfTheFuture ? sealedAt : to, bytes());
    }

    /** Whether another list means the same files by it. */
    boolean isSame(Segment other) {
        return type == other.type && number == other.number && sha256.equals(other.sha256);
    }

    boolean covers(Segment other) {
        return type == other.type && fromTick <= other.fromTick && untilTick >= other.untilTick;
    }

    boolean overlaps(Segment other) {
        return type == other.type && fromTick < other.untilTick && other.fromTick < untilTick;
    }

    /** Its folder within a data directory. */
    Path folder() {
        return folder(type, day, number);
    }

    static Path folder(Type type, LocalDate day, int number) {
        return root(type).resolve("day=" + day).resolve("segment=" + number);
    }

    /** Where the segments of a type lie. */
    static Path root(Type type) {
        return Path.of("segments", type.word());
    }

    @Override
    public String toString() {
        return "%s (%s to %s)".formatted(folder(), from, to);
    }
}
