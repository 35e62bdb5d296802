package dev.tachograph.store;

import java.util.List;

/**
 * Segments that lie in their places and that the manifest does not know yet. They count together, or none of them does.
 *
 * @param segments one, or one of each type that was made from the same ticks
 * @param replaced the segments that were merged into them; without any they take the place of hot rows
 */
record Sealed(List<Segment> segments, List<Segment> replaced) {
    Sealed(Segment segment, List<Segment> replaced) {
        this(List.of(segment), replaced);
    }

    Sealed {
        segments = List.copyOf(segments);
        replaced = List.copyOf(replaced);
    }
}
