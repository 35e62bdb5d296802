package dev.tachograph.probe;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What the counters of devices that come and go grew by between two looks. A device counts anew when it was not there at the
 * look before, is another one of that name, or has any counter that went down: nothing is known of it for that interval. One
 * that went and came back within an interval without being noticed counted from zero since, so that its growth is too small and
 * never too large.
 */
final class DeviceGrowth {
    /** @param identity what tells devices of one name apart */
    private record Counters(String identity, Numbers numbers) {}

    /** A row of numbers; those that are negative are not known. */
    private static final class Numbers {
        private final long[] values;

        Numbers(long[] values) {
            this.values = values;
        }
    }

    private Map<String, Counters> before = new HashMap<>();
    private Map<String, Counters> now = new HashMap<>();

    /** Begins a look. */
    void begin() {
        Map<String, Counters> room = before;
        before = now;
        now = room;
        now.clear();
    }

    /** Forgets all, since what happened in between has no rate. */
    void forget() {
        before.clear();
        now.clear();
    }

    /**
     * Remembers the counters of a device and tells what they grew by since the look before; {@link KernelLines#NONE} in the
     * place of one that is not known.
     */
    long[] of(String device, String identity, long... counters) {
        now.put(device, new Counters(identity, new Numbers(counters)));
        Counters known = before.get(device);
        long[] growth = new long[counters.length];
        if (known == null || !known.identity.equals(identity) || !grow(known.numbers.values, counters, growth)) {
            Arrays.fill(growth, KernelLines.NONE);
        }
        return growth;
    }

    private static boolean grow(long[] before, long[] now, long[] growth) {
        for (int i = 0; i < growth.length; i++) {
            if (before[i] >= 0 && now[i] >= 0 && now[i] < before[i]) {
                return false;
            }
            growth[i] = before[i] < 0 || now[i] < 0 ? KernelLines.NONE : now[i] - before[i];
        }
        return true;
    }
}
