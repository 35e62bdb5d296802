package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.linux.Clocks;
import dev.tachograph.linux.Host;
import dev.tachograph.linux.ProcFs;
import dev.tachograph.model.ProcessKey;
import dev.tachograph.model.ProcessSample;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A probe of the real processes, whose looks a test sets off. */
final class Looks implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Clocks clocks = new Clocks();
    private final ProcFs proc;
    private final UserNames users = UserNames.ofThisHost();
    private final ProcessProbe probe;

    Looks(ProcFs proc) {
        this(proc, UnaryOperator.identity());
    }

    /** @param arguments sees the arguments of each process whose command line is read, between two reads of its files */
    Looks(ProcFs proc, UnaryOperator<List<String>> arguments) {
        this(proc, arguments, _ -> null);
    }

    /** @param proportionalBytes what is known of the memory of a process (PSS) */
    Looks(ProcFs proc, UnaryOperator<List<String>> arguments, Function<ProcessKey, @Nullable Long> proportionalBytes) {
        this.proc = proc;
        var reader = new ProcessReader(
                proc,
                users,
                seen -> String.join(" ", arguments.apply(seen)),
                Host.pageBytes(),
                ContainerNames.ofThisHost(),
                proportionalBytes);
        probe = new ProcessProbe(proc, reader, INTERVAL, Host.ticksPerSecond());
    }

    /** Looks now. */
    Map<Integer, ProcessSample> look() throws IOException {
        return look(clocks.boottimeNanos(), true);
    }

    /** Looks now and takes it for another time. */
    Map<Integer, ProcessSample> look(long nowNanos, boolean withoutGap) throws IOException {
        List<ProcessSample> samples = probe.look(nowNanos, withoutGap);
        Map<Integer, ProcessSample> byPid = new TreeMap<>();
        for (ProcessSample sample : samples) {
            assertThat(byPid.put(sample.key().pid(), sample)).isNull();
        }
        assertThat(samples).containsExactlyElementsOf(byPid.values()); // in order of pid
        return byPid;
    }

    /** What this process looks like now. */
    ProcessSample look(int pid) throws IOException {
        ProcessSample sample = look().get(pid);
        assertThat(sample).as("process %d", pid).isNotNull();
        return sample;
    }

    long nowNanos() {
        return clocks.boottimeNanos();
    }

    @Override
    public void close() {
        probe.close();
        users.close();
        proc.close();
    }
}
