package dev.tachograph.probe;

import dev.tachograph.linux.KernelFiles;
import dev.tachograph.model.NetworkSample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what went through the network interfaces: those of the recorder's own network namespace, which is what
 * {@code /proc/net} shows. Source: proc_pid_net(5).
 */
final class NetworkProbe implements AutoCloseable {
    /** Places of the numbers behind the name. */
    private static final int RECEIVED_BYTES = 0;

    private static final int RECEIVED_PACKETS = 1;
    private static final int RECEIVE_ERRORS = 2;
    private static final int RECEIVE_DROPS = 3;
    private static final int SENT_BYTES = 8;
    private static final int SENT_PACKETS = 9;
    private static final int SEND_ERRORS = 10;
    private static final int SEND_DROPS = 11;
    private static final int NUMBERS = 12;

    private final KernelFiles proc;
    private final NetworkLinks links;
    private final DeviceGrowth growth = new DeviceGrowth();
    private List<String> names = List.of();

    NetworkProbe(KernelFiles proc, NetworkLinks links) {
        this.proc = proc;
        this.links = links;
    }

    /** One line of {@code /proc/net/dev}. */
    private static final class Line {
        private final String name;
        private final long[] numbers = new long[NUMBERS];

        Line(String name, KernelLines line) {
            this.name = name;
            for (int i = 0; i < NUMBERS; i++) {
                numbers[i] = line.number();
            }
        }
    }

    List<NetworkSample> look(boolean hasInterval) throws IOException {
        growth.begin();
        if (!hasInterval) {
            growth.forget();
        }
        int length = ProbeFiles.read(proc, "net/dev");
        List<Line> lines = lines(proc.bytes(), length);
        List<String> now = lines.stream().map(line -> line.name).toList();
        boolean changed = !now.equals(names);
        names = now;
        if (changed) {
            links.are(now);
        }
        List<NetworkSample> samples = new ArrayList<>(lines.size());
        for (Line line : lines) {
            samples.add(sample(line));
        }
        return samples;
    }

    private static List<Line> lines(byte[] text, int length) {
        List<Line> found = new ArrayList<>();
        var lines = new KernelLines(text, length);
        while (lines.nextLine()) {
            if (lines.nextWordUpToLast(':')) { // not so the two lines of headings
                var line = new Line(lines.word(), lines);
                if (line.numbers[RECEIVED_BYTES] >= 0 && line.numbers[SENT_BYTES] >= 0) {
                    found.add(line);
                }
            }
        }
        return found;
    }

    private NetworkSample sample(Line line) {
        long[] now = line.numbers;
        long[] grown = growth.of(
                line.name,
                links.identity(line.name),
                now[RECEIVED_BYTES],
                now[RECEIVED_PACKETS],
                now[RECEIVE_ERRORS],
                now[RECEIVE_DROPS],
                now[SENT_BYTES],
                now[SENT_PACKETS],
                now[SEND_ERRORS],
                now[SEND_DROPS]);
        return new NetworkSample(
                line.name,
                links.isUp(line.name),
                links.speedBits(line.name),
                known(grown, 0),
                known(grown, 1),
                known(grown, 2),
                known(grown, 3),
                known(grown, 4),
                known(grown, 5),
                known(grown, 6),
                known(grown, 7));
    }

    private static @Nullable Long known(long[] grown, int place) {
        return Growth.known(grown[place]);
    }

    @Override
    public void close() {
        links.close();
    }
}
