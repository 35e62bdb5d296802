package dev.tachograph.probe;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tachograph.linux.Clocks;
import dev.tachograph.linux.Host;
import dev.tachograph.linux.ProcFs;
import dev.tachograph.model.Moment;
import dev.tachograph.model.ProcessExit;
import dev.tachograph.model.ProcessSample;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hears of the ends of real processes; a test sets off each look and what follows it. */
final class Ends implements AutoCloseable {
    static final Path PROC = Path.of("/proc");

    private final Clocks clocks = new Clocks();
    private final ProcFs proc = ProcFs.open(PROC);
    private final UserNames users = UserNames.ofThisHost();
    private final ProcessProbe processes = new ProcessProbe(
            proc,
            new ProcessReader(proc, users, Ends::line, Host.pageBytes(), ContainerNames.ofThisHost(), _ -> null),
            Duration.ofSeconds(5),
            Host.ticksPerSecond());
    private final ExitProbe exits;
    List<ProcessSample> samples = List.of();
    /** Everything that was told so far. */
    final List<ProcessExit> all = new ArrayList<>();

    private Ends(@Nullable ExitSockets sockets, int most) throws IOException {
        exits = sockets == null
                ? new SampledExits(users, Ends::line, Host.ticksPerSecond())
                : ExitListener.of(
                        sockets,
                        PROC,
                        new ExitTelling(users, Ends::line, Host.ticksPerSecond(), sockets.taskstats() == null),
                        most);
        look();
        exits.take(processes, now());
    }

    /** With everything that the kernel tells. */
    static Ends accounted(int receiveBytes, int most) throws IOException {
        ExitSockets sockets = ExitSockets.open(receiveBytes, true);
        assumeThat(sockets.taskstatsError()).as("refusal of taskstats").isZero();
        return new Ends(sockets, most);
    }

    static Ends accounted() throws IOException {
        return accounted(ExitSockets.RECEIVE_BYTES, EndedProcesses.MOST);
    }

    /** As without CAP_NET_ADMIN. */
    static Ends connected(int receiveBytes) throws IOException {
        ExitSockets sockets = ExitSockets.open(receiveBytes, false);
        assumeThat(sockets.connectorError()).as("refusal of the connector").isZero();
        return new Ends(sockets, EndedProcesses.MOST);
    }

    /** As where the kernel tells nothing. */
    static Ends sampled() throws IOException {
        return new Ends(null, 0);
    }

    private static String line(List<String> arguments) {
        return String.join(" ", arguments);
    }

    private Moment now() {
        return new Moment(Instant.now(), clocks.boottimeNanos(), clocks.monotonicNanos());
    }

    private Moment look() throws IOException {
        Moment now = now();
        samples = processes.look(now.boottimeNanos(), true);
        return now;
    }

    /** Looks, and takes what has ended. */
    ExitProbe.Ended take() throws IOException {
        ExitProbe.Ended ended = exits.take(processes, look());
        all.addAll(ended.exits());
        return ended;
    }

    /** Takes what has ended while the processes are those of the look before. */
    ExitProbe.Ended takeWithoutLook() {
        ExitProbe.Ended ended = exits.take(processes, now());
        all.addAll(ended.exits());
        return ended;
    }

    /** The ends of one process among all that were told. */
    List<ProcessExit> of(int pid) {
        return all.stream().filter(exit -> exit.pid() == pid).toList();
    }

    /** The ends of some processes among all that were told. */
    List<ProcessExit> of(Collection<Integer> pids) {
        return all.stream().filter(exit -> pids.contains(exit.pid())).toList();
    }

    /** The ends of children of a process. */
    List<ProcessExit> childrenOf(int pid) {
        return all.stream()
                .filter(exit -> exit.parentPid() != null && exit.parentPid() == pid)
                .toList();
    }

    @Nullable ProcessSample sample(int pid) {
        return processes.alive(pid);
    }

    @Override
    public void close() {
        exits.close();
        processes.close();
        users.close();
        proc.close();
    }
}
