package dev.tachograph.bundle;

import dev.tachograph.bundle.Manifest.GapFact;
import dev.tachograph.store.CutSpan;
import dev.tachograph.store.CutTable;
import dev.tachograph.store.Reading;
import dev.tachograph.store.StoreException;
import java.util.List;

/** The stretches without data that touch a window. */
final class GapReading {
    private GapReading() {}

    static List<GapFact> of(Reading reading, CutSpan span) throws StoreException {
        return reading.all(
                "SELECT stream, epoch_us(from_time), epoch_us(to_time), cause, count, detail FROM (%s) ORDER BY from_time LIMIT %d"
                        .formatted(CutTable.GAPS.cut(span), ManifestText.MOST_GAPS),
                row -> new GapFact(
                        row.text(1),
                        row.instant(2),
                        row.instantOrNull(3),
                        row.text(4),
                        row.numberOrNull(5),
                        row.text(6)));
    }
}
