package dev.tachograph.bundle;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle says of itself.
 *
 * @param version of the program that made it
 * @param schema of the tables in it
 * @param from the begin of its window
 * @param to the end of its window, which is not in it
 * @param created when it was made
 * @param host whose record it was cut from
 * @param ticks in it
 * @param isRedacted whether secrets were taken out of its texts when it was made, whatever was done when they were recorded
 * @param redactedTexts in how many of them there were some
 * @param gaps that touch the window
 * @param members all but the manifest, in their order
 */
public record Manifest(
        String version,
        int schema,
        Instant from,
        Instant to,
        Instant created,
        HostFacts host,
        long ticks,
        boolean isRedacted,
        long redactedTexts,
        List<GapFact> gaps,
        List<Member> members) {
    /** The form of the file as a whole; another one is another number. */
    public static final int FORMAT = 1;

    public Manifest {
        gaps = List.copyOf(gaps);
        members = List.copyOf(members);
    }

    /**
     * What is known of a host; {@code null} what is not.
     *
     * @param name of the host
     * @param kernel such as {@code 6.18.5}
     * @param machine a number that is the same for all bundles of a machine, and not its machine id
     * @param cpus that were seen
     * @param memoryBytes that it has
     * @param intervalSeconds the usual time between two ticks
     * @param boots the boots that its ticks are of
     */
    public record HostFacts(
            @Nullable String name,
            @Nullable String kernel,
            @Nullable String machine,
            @Nullable Long cpus,
            @Nullable Long memoryBytes,
            @Nullable Double intervalSeconds,
            List<String> boots) {
        public HostFacts {
            boots = List.copyOf(boots);
        }
    }

    /**
     * A stretch without data.
     *
     * @param to {@code null} while it lasts
     * @param count of what is missing; {@code null} when nobody knows
     */
    public record GapFact(
            String stream,
            Instant from,
            @Nullable Instant to,
            String cause,
            @Nullable Long count,
            String detail) {}

    /**
     * A file in it.
     *
     * @param rows {@code null} for one that is no table
     * @param sha256 in hexadecimal digits
     */
    public record Member(String name, long bytes, @Nullable Long rows, String sha256) {}

    /** The same with members. */
    Manifest with(List<Member> others) {
        return new Manifest(version, schema, from, to, created, host, ticks, isRedacted, redactedTexts, gaps, others);
    }

    /** What to call its host. */
    public String hostName() {
        return host.name() == null || host.name().isBlank() ? "an unknown host" : host.name();
    }

    /** Rows of one of its files; 0 when it has none. */
    public long rows(String member) {
        return members.stream()
                .filter(each -> each.name().equals(member))
                .map(Member::rows)
                .filter(rows -> rows != null)
                .mapToLong(Long::longValue)
                .findFirst()
                .orElse(0);
    }
}
