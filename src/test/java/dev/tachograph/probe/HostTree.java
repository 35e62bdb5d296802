package dev.tachograph.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A made-up {@code /proc} and {@code /sys} of plain files, of a host with one CPU, one disk and one network interface. */
final class HostTree {
    final Path proc;
    final Path sys;

    HostTree(Path folder) {
        proc = folder.resolve("proc");
        sys = folder.resolve("sys");
        write("stat", """
                cpu  100 10 50 1000 20 1 2 0 0 0
                cpu0 100 10 50 1000 20 1 2 0 0 0
                intr 5000 1 2 3
                ctxt 70000
                btime 1795714308
                processes 700
                procs_running 2
                procs_blocked 1
                """);
        write("meminfo", """
                MemTotal:       1000 kB
                MemFree:         400 kB
                MemAvailable:    600 kB
                Cached:          150 kB
                HugePages_Total:       4
                HugePages_Free:        1
                Hugepagesize:       2048 kB
                """);
        write("vmstat", "nr_free_pages 100\npswpin 3\npswpout 5\npgmajfault 40\noom_kill 1\n");
        write("loadavg", "0.50 0.25 1.00 2/120 7389\n");
        write("pressure/cpu", "some avg10=2.13 avg60=1.48 avg300=3.23 total=1000\n");
        write("pressure/memory", pressure(200, 100));
        write("pressure/io", pressure(400, 300));
        write("diskstats", " 8 0 sda 10 0 100 5 20 0 200 7 3 11 12 1 0 8 1 4 4\n");
        write("net/dev", HEADING + networks("eth0", 1000, 2000));
        interfaceOf("eth0", 2, "up");
    }

    private static final String HEADING = """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
            """;

    static String pressure(long some, long full) {
        return "some avg10=0.00 avg60=0.00 avg300=0.00 total=%d\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=%d\n"
                .formatted(some, full);
    }

    /** A line of an interface with these bytes, a tenth as many packets, and one error and two drops in each direction. */
    static String networks(String name, long received, long sent) {
        return "%6s:%8d %7d 1 2 0 0 0 0 %8d %7d 1 2 0 0 0 0\n"
                .formatted(name, received, received / 10, sent, sent / 10);
    }

    void networks(String... lines) {
        write("net/dev", HEADING + String.join("", lines));
    }

    void interfaceOf(String name, int number, String state) {
        writeTo(sys.resolve("class/net/" + name + "/ifindex"), number + "\n");
        writeTo(sys.resolve("class/net/" + name + "/operstate"), state + "\n");
        writeTo(sys.resolve("class/net/" + name + "/carrier"), "1\n");
        writeTo(sys.resolve("class/net/" + name + "/speed"), "10000\n");
    }

    /** Writes a file of the kernel's, such as {@code stat}. */
    void write(String name, String text) {
        writeTo(proc.resolve(name), text);
    }

    void change(String name, String from, String to) {
        try {
            write(name, Files.readString(proc.resolve(name)).replace(from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void writeTo(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
