package dev.tachograph.app;

import dev.tachograph.linux.ProcFs;
import dev.tachograph.model.Finding;
import dev.tachograph.model.Finding.Level;
import dev.tachograph.probe.CgroupSupport;
import dev.tachograph.probe.ExitFinding;
import dev.tachograph.settings.Settings;
import dev.tachograph.store.DiskRoom;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks at what this host allows the recorder, by trying it, and says what to do about the rest. */
final class Doctor {
    private static final Path PROC = Path.of("/proc");
    private static final int CAP_SYS_PTRACE = 19;
    private static final Pattern HIDEPID =
            Pattern.compile("(?m)^\\S+ /proc proc \\S*?hidepid=(1|2|4|noaccess|invisible|ptraceable)\\b");
    private static final double BYTES_PER_GB = 1e9;

    private final Settings settings;
    private final List<Finding> findings = new ArrayList<>();

    private Doctor(Settings settings) {
        this.settings = settings;
    }

    /** Everything there is to say. */
    static List<Finding> examine(Settings settings) {
        var doctor = new Doctor(settings);
        doctor.processes();
        doctor.visibility();
        doctor.exits();
        doctor.pressure();
        doctor.cgroups();
        doctor.logs();
        doctor.dataDirectory();
        doctor.findings.add(AccessFinding.of(settings));
        doctor.findings.add(CageFinding.examine());
        return List.copyOf(doctor.findings);
    }

    /** What makes the recording less than complete, as sentences. */
    static List<String> notes(Settings settings) {
        var doctor = new Doctor(settings);
        doctor.processes();
        doctor.visibility();
        doctor.exits();
        if (settings.logs().enabled()) {
            doctor.logs();
        }
        return doctor.findings.stream()
                .filter(finding -> finding.level() != Level.OK)
                .map(finding -> finding.subject() + ": " + finding.found()
                        + (finding.remedy() == null ? "" : "; " + finding.remedy()))
                .toList();
    }

    private void processes() {
        try (ProcFs proc = ProcFs.open(PROC)) {
            int self = proc.self();
            int[] pids = proc.pids();
            ok("process files", "%d processes, read by %s".formatted(pids.length, proc.way()));
            int other = pids[0] == self && pids.length > 1 ? pids[1] : pids[0];
            if (proc.cpuNanos(other) >= 0) {
                ok("CPU clocks", "those of other processes can be read: only processes that ran are looked at");
            } else {
                limited(
                        "CPU clocks",
                        "those of other processes are refused: every process is read at every tick, to 10 ms",
                        "costs more CPU and loses nothing else; a seccomp filter or an old kernel is the usual cause");
            }
            storageBytes(proc, pids, self);
        } catch (IOException e) {
            missing("process files", String.valueOf(e.getMessage()), "mount the proc file system on /proc");
        }
    }

    private void storageBytes(ProcFs proc, int[] pids, int self) {
        byte[] buffer = new byte[512];
        long refused = 0;
        for (int pid : pids) {
            refused += pid != self && proc.read(pid, "io", buffer) < 0 ? 1 : 0;
        }
        if (refused * 2 < pids.length) {
            ok(
                    "process I/O",
                    "read and written bytes of %d processes of %d".formatted(pids.length - refused, pids.length));
        } else {
            limited(
                    "process I/O",
                    "read and written bytes of %d processes of %d are refused and recorded as not known"
                            .formatted(refused, pids.length),
                    "run as root or with the capability CAP_SYS_PTRACE");
        }
    }

    private void visibility() {
        Matcher hidden = HIDEPID.matcher(read(Path.of("/proc/mounts")));
        if (hidden.find() && !hasCapability(CAP_SYS_PTRACE)) {
            limited(
                    "visible processes",
                    "/proc is mounted with hidepid=%s: processes of other users are not seen"
                            .formatted(hidden.group(1)),
                    "run as root, with CAP_SYS_PTRACE, or in the group that the mount option gid= names");
        } else if (!inContainer()) {
            ok("visible processes", "those of all users");
        } else {
            limited(
                    "visible processes",
                    "only those of this container",
                    "share the host's process namespace (--pid=host) to see the host");
        }
    }

    /** Threads of the kernel are seen from the host's own namespace only, and kthreadd has always the pid 2. */
    private static boolean inContainer() {
        return !read(Path.of("/proc/2/comm")).startsWith("kthreadd");
    }

    private void exits() {
        findings.add(ExitFinding.examine());
    }

    private void pressure() {
        if (read(Path.of("/proc/pressure/cpu")).startsWith("some")) {
            ok("pressure (PSI)", "recorded");
        } else {
            limited("pressure (PSI)", "the kernel does not have it", "start the kernel with psi=1");
        }
    }

    private void cgroups() {
        CgroupSupport groups = CgroupSupport.find(PROC, Path.of("/sys"));
        boolean any = !read(Path.of("/proc/self/cgroup")).isEmpty();
        if (!groups.isAny()) {
            if (any) {
                limited(
                        "cgroups",
                        "units and containers of processes are recorded; no tree is mounted, so figures of groups are not",
                        "mount -t cgroup2 none /sys/fs/cgroup");
            } else {
                missing("cgroups", "not to be had: units and containers of processes are not known", null);
            }
            return;
        }
        String version = groups.legacy().isEmpty() ? "version 2" : groups.unified() ? "versions 1 and 2" : "version 1";
        String found = version + ": CPU, memory, I/O and pressure of each group, units and containers are recorded";
        if (groups.missing().isEmpty()) {
            ok("cgroups", found);
        } else {
            limited(
                    "cgroups",
                    "%s, but the host does not count %s".formatted(found, String.join(", ", groups.missing())),
                    "enable those controllers, as with cgroup_enable=memory on the kernel's command line");
        }
    }

    private void logs() {
        findings.addAll(LogSources.of(settings.logs()).findings());
    }

    private void dataDirectory() {
        Path folder = existing(settings.dataDir());
        try {
            FileStore disk = Files.getFileStore(folder);
            Settings.Retention retention = settings.retention();
            DiskRoom.Room room =
                    new DiskRoom(folder, retention.minFreeDiskBytes(), !retention.minFreeDiskGiven()).look();
            String text = "%s: %.1f GB free on %s"
                    .formatted(settings.dataDir(), room.freeBytes() / BYTES_PER_GB, disk.type());
            if (!Files.isWritable(folder)) {
                missing(
                        "data directory",
                        settings.dataDir() + ": may not be written",
                        "name another one with --data-dir");
            } else if (room.missingBytes() > 0) {
                limited(
                        "data directory",
                        text,
                        "less than min_free_disk_gb, so the oldest data goes early: free some space or lower the setting");
            } else {
                ok("data directory", text);
            }
        } catch (IOException e) {
            missing("data directory", settings.dataDir() + ": " + e.getMessage(), "name another one with --data-dir");
        }
    }

    private static Path existing(Path path) {
        Path at = path.toAbsolutePath();
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        return at;
    }

    private static boolean hasCapability(int number) {
        Matcher effective =
                Pattern.compile("(?m)^CapEff:\\s+([0-9a-f]{1,16})$").matcher(read(Path.of("/proc/self/status")));
        return effective.find() && (Long.parseUnsignedLong(effective.group(1), 16) >>> number & 1) == 1;
    }

    /** The text of a file, empty when there is none or it may not be read. */
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    private void ok(String subject, String found) {
        findings.add(new Finding(Level.OK, subject, found, null));
    }

    private void limited(String subject, String found, @Nullable String remedy) {
        findings.add(new Finding(Level.LIMITED, subject, found, remedy));
    }

    private void missing(String subject, String found, @Nullable String remedy) {
        findings.add(new Finding(Level.MISSING, subject, found, remedy));
    }
}
