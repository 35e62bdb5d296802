package dev.tachograph.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the user has set or left at its default, checked. {@code docs/settings.md} explains each.
 *
 * @param dataDir where the recorder writes, absolute
 * @param dataDirCandidates where a command looks for a running recorder, in this order: {@code dataDir} alone if it was
 *     set, otherwise the user's own and then the system's
 * @param processInterval from one tick to the next, 250 ms to 5 min
 * @param redact whether secrets in command lines and messages are blotted out before they are stored
 * @param redactPatterns regular expressions that find further secrets
 * @param demo whether a made-up host is recorded instead of this one
 */
public record Settings(
        Path dataDir,
        List<Path> dataDirCandidates,
        Duration processInterval,
        boolean redact,
        List<String> redactPatterns,
        boolean demo,
        Web web,
        Logs logs,
        Retention retention,
        Budgets budgets) {
    public Settings {
        dataDirCandidates = List.copyOf(dataDirCandidates);
        redactPatterns = List.copyOf(redactPatterns);
    }

    /**
     * Who can reach the recorder over TCP, and how.
     *
     * @param enabled false with {@code --no-web}: no TCP port, the socket in the data directory only
     * @param allowedUsers names of those who, besides root and the recorder's own user, need no token on loopback
     * @param allowedHosts names and addresses, lower case and without brackets, that a {@code Host} header may carry
     *     besides those of loopback
     * @param tls null for plain HTTP, which is refused beyond loopback
     * @param tokenFile holds the token
     * @param tokenFileGiven whether the user named the file; if not, it is {@code token} in the data directory
     */
    public record Web(
            boolean enabled,
            ListenAddress listen,
            List<String> allowedUsers,
            List<String> allowedHosts,
            @Nullable Tls tls,
            Path tokenFile,
            boolean tokenFileGiven) {
        /** A shorter token could be guessed. */
        public static final int LEAST_TOKEN_CHARACTERS = 16;

        public Web {
            allowedUsers = List.copyOf(allowedUsers);
            allowedHosts = List.copyOf(allowedHosts);
        }
    }

    /** PEM files: the certificate with the chain to its issuer, and its private key. */
    public record Tls(Path certificate, Path key) {}

    /**
     * Which log lines are recorded.
     *
     * @param backfill how much of the journal's past is read at the first start; zero for none
     * @param journalDir a folder of journal files that replaces every other log source; null for this host's own
     * @param journalNamespaces whether the journals of all namespaces are read
     * @param files syslog files to read besides the journal; where there is no journal and this is empty, the usual ones are
     */
    public record Logs(
            boolean enabled,
            Duration backfill,
            @Nullable Path journalDir,
            boolean journalNamespaces,
            List<Path> files) {
        public Logs {
            files = List.copyOf(files);
        }
    }

    /**
     * How much of each kind of data is kept.
     *
     * @param metrics figures of the host
     * @param rollups minute and hour summaries
     * @param cleanupInterval from one look at the limits to the next, 5 to 15 min
     * @param minFreeDiskBytes below this much free disk space, data goes early
     * @param minFreeDiskGiven whether the user set that; the default gives way on a small disk
     */
    public record Retention(
            Limit logs,
            Limit processes,
            Limit metrics,
            Limit rollups,
            Duration cleanupInterval,
            long minFreeDiskBytes,
            boolean minFreeDiskGiven) {}

    /** What is older than {@code days} or beyond {@code bytes} goes, whichever is reached first. */
    public record Limit(int days, long bytes) {}

    /**
     * What the recorder itself may cost before it slows optional reads.
     *
     * @param cpuPercent of one core
     * @param memoryBytes of resident memory
     */
    public record Budgets(double cpuPercent, long memoryBytes) {}
}
