package dev.tachograph.probe;

import static java.util.Comparator.comparingLong;

import dev.tachograph.linux.JournalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What the headers of journal files promise to hold. The library stops at a damaged place, or leaves a file out, without a
 * word; then numbers are missing in what it brings, or at the end of it.
 *
 * <p>Files of one numbering hold numbers of their own each, together usually without holes. Only where that is so can it be
 * told what is missing: who may read the files of one user only sees holes everywhere.
 */
final class JournalPromises {

    /**
     * Numbers of which every single one is in some file, or of which some are in none.
     *
     * @param first number of the block
     * @param last number of the block
     * @param entries that the files have for it
     * @param end the time of the last
     */
    record Block(long first, long last, long entries, Instant end) {
        boolean isWhole() {
            return entries == last - first + 1;
        }

        boolean holds(long number) {
            return first <= number && number <= last;
        }

        /** How many of its numbers are at most this. */
        long upTo(long most) {
            return among(first, most);
        }

        private long among(long from, long to) {
            return Math.max(0, Math.min(last, to) - Math.max(first, from) + 1);
        }

        private Block and(JournalFile file) {
            return file.tail() > last
                    ? new Block(first, file.tail(), entries + file.entries(), file.tailTime())
                    : new Block(first, last, entries + file.entries(), end);
        }
    }

    /**
     * Numbers that were not brought.
     *
     * @param promised that a file has, going by its header
     * @param gone that are in no file any more
     */
    record Missing(long promised, long gone) {
        static final Missing NOTHING = new Missing(0, 0);
    }

    private final List<Path> folders;

    JournalPromises(List<Path> folders) {
        this.folders = folders;
    }

    /** What there is of each numbering, in order of the numbers. Files that can't be read promise nothing. */
    Map<UUID, List<Block>> blocks() {
        Map<UUID, List<JournalFile>> files = new LinkedHashMap<>();
        for (Path folder : folders) {
            for (JournalFile file : filesIn(folder)) {
                files.computeIfAbsent(file.numbering(), _ -> new ArrayList<>()).add(file);
            }
        }
        Map<UUID, List<Block>> blocks = new HashMap<>();
        files.forEach((numbering, of) -> blocks.put(numbering, united(of)));
        return blocks;
    }

    private static List<JournalFile> filesIn(Path folder) {
        List<JournalFile> files = new ArrayList<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                if (JournalFile.isNameOfOne(path.getFileName().toString())) {
                    add(path, files);
                }
            }
        } catch (IOException _) {
            return List.of(); // who can't look can't tell that something is missing
        }
        return files;
    }

    private static void add(Path path, List<JournalFile> files) {
        try {
            JournalFile.read(path).ifPresent(files::add);
        } catch (IOException _) {
            // it went, or may not be read
        }
    }

    private static List<Block> united(List<JournalFile> files) {
        List<Block> blocks = new ArrayList<>();
        files.sort(comparingLong(JournalFile::head));
        for (JournalFile file : files) {
            if (!blocks.isEmpty() && file.head() <= blocks.getLast().last() + 1) {
                blocks.set(blocks.size() - 1, blocks.getLast().and(file));
            } else {
                blocks.add(new Block(file.head(), file.tail(), file.entries(), file.tailTime()));
            }
        }
        return blocks;
    }

    /** What is missing between two entries that were brought one after the other. */
    static Missing between(List<Block> blocks, long after, long before) {
        long promised = 0;
        long held = 0;
        boolean whole = true;
        for (Block block : blocks) {
            long among = block.among(after + 1, before - 1);
            held += among;
            promised += block.isWhole() ? among : 0;
            whole &= block.isWhole() || (among == 0 && !block.holds(after) && !block.holds(before));
        }
        boolean told = whole && blocks.stream().anyMatch(block -> block.holds(before));
        return new Missing(promised, told ? before - after - 1 - held : 0);
    }
}
