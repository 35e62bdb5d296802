package dev.tachograph.probe;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.tachograph.model.Gap;
import dev.tachograph.model.Moment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one part of a look that fails from taking the others with it, and remembers for how long it did: a gap when it can be
 * read again, and one every few minutes while it cannot.
 */
final class MetricGaps {
    private static final System.Logger LOG = System.getLogger(MetricGaps.class.getName());
    private static final Duration LONGEST_UNTOLD = Duration.ofMinutes(10);

    /** A part of a look. */
    interface Part<T> {
        T look() throws IOException;
    }

    /** Looks that failed, one after the other. */
    private record Outage(Instant from, long looks, String why) {}

    private final Map<String, Outage> outages = new LinkedHashMap<>();
    private final List<Gap> gaps = new ArrayList<>();

    /** What the part gives; {@code null} when it fails. */
    <T> @Nullable T attempt(String part, Moment at, Part<T> look) {
        try {
            T result = look.look();
            Outage outage = outages.isEmpty() ? null : outages.remove(part);
            if (outage != null) {
                LOG.log(INFO, "{0} can be read again", part);
                tell(part, outage, at.wall());
            }
            return result;
        } catch (IOException | RuntimeException e) {
            fail(part, at.wall(), e);
            return null;
        }
    }

    private void fail(String part, Instant now, Exception cause) {
        String why = Objects.toString(cause.getMessage(), cause.toString());
        Outage outage = outages.get(part);
        if (outage == null) { // and not at every look from now on
            LOG.log(WARNING, "{0} cannot be read: {1}", part, why);
            outage = new Outage(now, 0, why);
        } else if (Duration.between(outage.from, now).compareTo(LONGEST_UNTOLD) >= 0) {
            tell(part, outage, now);
            outage = new Outage(now, 0, why);
        }
        outages.put(part, new Outage(outage.from, outage.looks + 1, why));
    }

    private void tell(String part, Outage outage, Instant to) {
        gaps.add(new Gap(Gap.Stream.METRICS, outage.from, to, Gap.Cause.PROBE, outage.looks, part + ": " + outage.why));
    }

    /** The gaps that are to be told now. */
    List<Gap> take() {
        List<Gap> taken = List.copyOf(gaps);
        gaps.clear();
        return taken;
    }
}
