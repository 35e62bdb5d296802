package dev.tachograph.query;

import dev.tachograph.record.Governor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the recording goes, by those who do it.
 *
 * @param pid of the recorder
 * @param started when it was
 * @param interval between ticks at present
 * @param plannedTicks that were due since then
 * @param missedTicks that were due and did not happen
 * @param droppedTicks that the writer was too far behind to take
 * @param queueDepth ticks that wait for the writer
 * @param writtenBytes to storage by the recorder since then; {@code null} where nobody may know
 * @param notes what this host does not allow, for people
 * @param governor what the recorder costs, and what it does without to keep to its budget
 */
public record RecordingFigures(
        long pid,
        Instant started,
        Duration interval,
        long plannedTicks,
        long missedTicks,
        long droppedTicks,
        int queueDepth,
        @Nullable Long writtenBytes,
        List<String> notes,
        Governor.@Nullable State governor) {

    /** Without a governor. */
    public RecordingFigures(
            long pid,
            Instant started,
            Duration interval,
            long plannedTicks,
            long missedTicks,
            long droppedTicks,
            int queueDepth,
            @Nullable Long writtenBytes,
            List<String> notes) {
        this(pid, started, interval, plannedTicks, missedTicks, droppedTicks, queueDepth, writtenBytes, notes, null);
    }

    public RecordingFigures {
        notes = List.copyOf(notes);
    }
}
