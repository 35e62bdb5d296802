package dev.tachograph.store;

import java.util.List;

/**
 * A segment that lies in its place and that the manifest does not know yet.
 *
 * @param replaced the segments that were merged into it; without any it takes the place of hot rows
 */
record Sealed(Segment segment, List<Segment> replaced) {
    Sealed {
        replaced = List.copyOf(replaced);
    }
}
