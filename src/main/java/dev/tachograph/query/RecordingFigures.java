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
 * @param access where it is reached over TCP; {@code null} where it is not
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
        @Nullable Access access,
        Governor.@Nullable State governor) {

    /**
     * Where browsers reach the recorder.
     *
     * @param address such as {@code https://web1:7070}
     * @param certificateSha256 the fingerprint of its certificate, as browsers show it; {@code null} for plain HTTP
     */
    public record Access(String address, @Nullable String certificateSha256) {}

    /** Without a way to reach it over TCP, and without a governor. */
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
        this(
                pid,
                started,
                interval,
                plannedTicks,
                missedTicks,
                droppedTicks,
                queueDepth,
                writtenBytes,
                notes,
                null,
                null);
    }

    public RecordingFigures {
        notes = List.copyOf(notes);
    }
}
