package dev.tachograph.store;

import java.util.List;

/**
 * What a check of everything recorded found.
 *
 * @param segments that were checked
 * @param files of these, and the hot file with its log
 * @param rows that are stored, hot and sealed
 * @param bytes of the files
 * @param ticks hot and sealed
 * @param samples rows of the view process_metrics: processes summed over ticks
 * @param problems in the order of finding; none when all is as it was recorded
 */
public record Verification(
        int segments, int files, long rows, long bytes, long ticks, long samples, List<Problem> problems) {
    public Verification {
        problems = List.copyOf(problems);
    }

    /**
     * Something that is not as it was recorded.
     *
     * @param file or folder, within the data directory
     * @param what is wrong with it
     * @param remedy what to do about it
     */
    public record Problem(String file, String what, String remedy) {}
}
