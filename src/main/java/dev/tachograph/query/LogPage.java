package dev.tachograph.query;

import dev.tachograph.model.Gap;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the lines that match.
 *
 * @param keys of its lines, in order
 * @param from of the list that it is a page of
 * @param to of that list
 * @param total how many lines match; {@code null} where it would take long to count them
 * @param isTruncated whether more match than are on this page
 * @param next the cursor of the page after it; {@code null} when there is none
 * @param previous the cursor of the page before it
 * @param gaps of the log within the range
 */
public record LogPage(
        List<LogKey> keys,
        Instant from,
        Instant to,
        @Nullable Long total,
        boolean isTruncated,
        @Nullable String next,
        @Nullable String previous,
        List<Gap> gaps) {
    public LogPage {
        keys = LogKeys.copyOf(keys);
        gaps = List.copyOf(gaps);
    }
}
