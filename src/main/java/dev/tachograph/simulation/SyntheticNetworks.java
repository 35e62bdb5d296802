package dev.tachograph.simulation;

import dev.tachograph.model.NetworkSample;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The network interfaces of the made-up host: more goes through them by day than by night. For one thread. */
final class SyntheticNetworks {
    private static final double RECEIVED_PER_PROCESS = 900; // bytes a second
    private static final double SENT_PER_RECEIVED = 2.6;
    private static final double LOCAL_PER_RECEIVED = 1.7;
    private static final long SPEED_BITS = 10_000_000_000L;
    private static final double ERRORS_PER_DAY = 4;
    private static final double DAY_MICROS = 86_400e6;

    private final Chance chance;
    private final Rhythm rhythm = new Rhythm();
    private final int processes;

    SyntheticNetworks(int processes, Chance chance) {
        this.processes = processes;
        this.chance = chance;
    }

    /** What was seen of them. */
    record Seen(List<NetworkSample> samples, long packets) {}

    /**
     * Lets an interval pass.
     *
     * @param rush how much more than usual comes in
     */
    Seen look(Doings did, double rush) {
        double usual = processes * RECEIVED_PER_PROCESS * rhythm.at(did.nowMicros()) * did.elapsedMicros() / 1e6;
        long received = (long) (usual * rush * chance.factor(0.35));
        long sent = (long) (received * SENT_PER_RECEIVED * chance.factor(0.2));
        long local = (long) (usual * rush * LOCAL_PER_RECEIVED * chance.factor(0.3));
        long in = packets(received, 620);
        long out = packets(sent, 1100);
        long both = packets(local, 2400);
        boolean hasError = chance.happens(Math.min(1, ERRORS_PER_DAY * did.elapsedMicros() / DAY_MICROS));
        return new Seen(
                List.of(
                        new NetworkSample(
                                "ens3",
                                true,
                                SPEED_BITS,
                                did.known(received),
                                did.known(in),
                                did.known(hasError ? 1 : 0),
                                did.known(rush > 1 && chance.happens(0.1) ? chance.below(40) : 0),
                                did.known(sent),
                                did.known(out),
                                did.known(0),
                                did.known(0)),
                        ofLoopback(did, local, both)),
                in + out + both);
    }

    private static NetworkSample ofLoopback(Doings did, long bytes, long packets) {
        @Nullable Long none = did.known(0);
        return new NetworkSample(
                "lo",
                null,
                null,
                did.known(bytes),
                did.known(packets),
                none,
                none,
                did.known(bytes),
                did.known(packets),
                none,
                none);
    }

    private long packets(long bytes, int usualBytes) {
        return (long) (bytes / (double) usualBytes * chance.factor(0.1));
    }
}
