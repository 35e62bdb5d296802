package dev.tachograph.probe;

import dev.tachograph.linux.KernelFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The links of network interfaces, as sysfs tells of them. Source: Documentation/ABI/testing/sysfs-class-net.
 *
 * <p>The state of a link is read at each look. Its speed and its carrier are asked for on a thread of their own once a minute,
 * and when interfaces come or go: they wait for a lock of the kernel that a driver may hold for seconds.
 *
 * <p>An interface has a number of its own, which tells two of the same name apart. They are read when the list of names changes:
 * the kernel lists by number, so that names that were exchanged stand in another order.
 */
final class NetworkLinks implements AutoCloseable {
    /** Beyond these, which stand first in the kernel's list, the minute's answers have to do. */
    private static final int MOST_LOOKED_AT = 64;

    private static final long MEGABIT_BITS = 1_000_000;
    private static final Duration PERIOD = Duration.ofMinutes(1);

    /** @param speedBits {@code null} for one that has none */
    private record Link(@Nullable Boolean up, @Nullable Long speedBits) {
        static final Link UNKNOWN = new Link(null, null);
    }

    private final KernelFiles sys;
    private final Path sysRoot;
    private final Set<String> lookedAt = new HashSet<>();
    private final Map<String, String> identities = new HashMap<>();
    private volatile boolean closing;
    private volatile List<String> names = List.of();
    private volatile Map<String, Link> links = Map.of();
    private @Nullable Thread thread;

    NetworkLinks(Path sysRoot) {
        this.sysRoot = sysRoot;
        sys = KernelFiles.under(sysRoot);
    }

    /** The interfaces are others than before. */
    void are(List<String> now) {
        Set<String> first = Set.copyOf(now.subList(0, Math.min(now.size(), MOST_LOOKED_AT)));
        lookedAt.stream()
                .filter(name -> !first.contains(name))
                .map(NetworkLinks::state)
                .forEach(sys::forget);
        lookedAt.clear();
        lookedAt.addAll(first);
        identities.clear();
        first.forEach(name -> identities.put(name, text(sys, "class/net/" + name + "/ifindex", false)));
        names = now;
        askSoon();
    }

    private void askSoon() {
        Thread asking = thread;
        if (asking == null) {
            thread = Thread.ofPlatform().daemon().name("network-links").start(this::ask);
        } else {
            LockSupport.unpark(asking);
        }
    }

    /** What tells it from others of its name; empty where that is not known. */
    String identity(String name) {
        return identities.getOrDefault(name, "");
    }

    /** Whether it has a link; {@code null} where it does not tell. */
    @Nullable Boolean isUp(String name) {
        Boolean state = lookedAt.contains(name) ? up(text(sys, state(name), true)) : null;
        return state != null ? state : links.getOrDefault(name, Link.UNKNOWN).up;
    }

    /** Bits per second that its link was set up for. */
    @Nullable Long speedBits(String name) {
        return links.getOrDefault(name, Link.UNKNOWN).speedBits;
    }

    private static String state(String name) {
        return "class/net/" + name + "/operstate";
    }

    /** By RFC 2863: those that do not know are asked for their carrier instead. */
    private static @Nullable Boolean up(String state) {
        return switch (state) {
            case "up" -> true;
            case "down", "lowerlayerdown", "notpresent", "dormant", "testing" -> false;
            default -> null;
        };
    }

    private static String text(KernelFiles sys, String name, boolean keep) {
        int length = keep ? sys.read(name) : sys.readOnce(name);
        return length < 0 ? "" : KernelText.decode(sys.bytes(), 0, length).strip();
    }

    private void ask() {
        try (KernelFiles own = KernelFiles.under(sysRoot)) {
            while (!closing) {
                Map<String, Link> found = new HashMap<>();
                names.forEach(name -> found.put(name, link(own, name)));
                links = Map.copyOf(found);
                LockSupport.parkNanos(this, PERIOD.toNanos());
            }
        }
    }

    private static Link link(KernelFiles sys, String name) {
        String folder = "class/net/" + name;
        Boolean up = up(text(sys, state(name), false));
        String carrier = up == null ? text(sys, folder + "/carrier", false) : "";
        Boolean known = carrier.equals("1") ? Boolean.TRUE : carrier.equals("0") ? Boolean.FALSE : up;
        return new Link(known, speed(text(sys, folder + "/speed", false)));
    }

    /** Megabits; -1 and, on old kernels, 4294967295 and 65535 are those that do not know. */
    private static @Nullable Long speed(String text) {
        try {
            long megabits = Long.parseLong(text);
            return megabits <= 0 || megabits >= Integer.MAX_VALUE || megabits == 65535
                    ? null
                    : Long.valueOf(megabits * MEGABIT_BITS);
        } catch (NumberFormatException _) {
            return null;
        }
    }

    @Override
    public void close() {
        closing = true;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
        sys.close();
    }
}
