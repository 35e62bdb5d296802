package dev.tachograph.linux;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Tries from within a cage what must not be possible there, and tells what was. Harmless only in a cage. */
public final class CageProbe {
    private static final int SIGCHLD = 17;
    private static final int SIGKILL = 9;
    private static final int PR_SET_PDEATHSIG = 1;
    private static final int PR_SET_DUMPABLE = 4;
    private static final int RLIMIT_DATA = 2;

    private CageProbe() {}

    /** Something that is tried. */
    interface Attempt {
        void run() throws Exception;
    }

    /** System calls that were not refused, with what they answered. */
    public static List<String> callsThatWork(long parent) throws KernelRefusal {
        List<String> working = new ArrayList<>();
        try (KernelCalls kernel = KernelCalls.open()) {
            for (SystemCall call : SystemCall.values()) {
                if (call.use == SystemCall.Use.REFUSED && call.existsOn(kernel.machine())) {
                    note(working, call.name(), kernel.call(call), -Errno.EPERM);
                }
            }
            for (int number = SystemCallRules.FIRST_UNKNOWN; number < 600; number++) {
                note(working, "call " + number, kernel.callNumber(number), -Errno.ENOSYS);
            }
            note(working, "x32", kernel.callNumber(0x4000_0001), -Errno.ENOSYS);
            long room = kernel.arena().allocate(16, 8).address();
            note(working, "clone of a process", kernel.call(SystemCall.CLONE, SIGCHLD), -Errno.EPERM);
            note(working, "clone3", kernel.call(SystemCall.CLONE3, 0, 0), -Errno.ENOSYS);
            note(working, "tgkill", kernel.call(SystemCall.TGKILL, parent, parent, SIGKILL), -Errno.EPERM);
            note(working, "prlimit64", kernel.call(SystemCall.PRLIMIT64, parent, RLIMIT_DATA, 0, room), -Errno.EPERM);
            note(working, "PDEATHSIG", kernel.call(SystemCall.PRCTL, PR_SET_PDEATHSIG, 0), -Errno.EPERM);
            note(working, "DUMPABLE", kernel.call(SystemCall.PRCTL, PR_SET_DUMPABLE, 0), -Errno.EPERM);
        }
        return working;
    }

    private static void note(List<String> working, String call, long result, long expected) {
        if (result != expected) {
            working.add(call + " gave " + result);
        }
    }

    /** What Java can do that it must not, each with the answer; everything is to be refused. */
    public static Map<String, String> deeds(long parent, Path segments, Path snapshots, Path outside) {
        Path segment = segments.resolve("segment");
        Map<String, Attempt> attempts = new TreeMap<>();
        for (String path : List.of(
                "/etc/passwd",
                "/etc/hostname",
                "/proc/%d/environ".formatted(parent),
                "/proc/%d/maps".formatted(parent),
                "/proc/%d/mem".formatted(parent),
                "/proc/self/root/etc/passwd",
                "/proc/self/cwd/../../../../../../etc/passwd",
                "/proc/kmsg",
                outside.toString())) {
            attempts.put("read " + path, () -> Files.readAllBytes(Path.of(path)));
        }
        for (String folder : List.of("/", "/root", "/home", "/tmp", "/proc", "" + outside.getParent())) {
            attempts.put("list " + folder, () -> list(Path.of(folder)));
        }
        Path around = Objects.requireNonNull(outside.getParent());
        for (String name : List.of("" + segments, "" + snapshots, "/tmp", "/dev/shm", "" + around)) {
            Path folder = Path.of(name);
            attempts.put("write in " + folder, () -> Files.writeString(folder.resolve("written"), "x"));
            attempts.put("make a folder in " + folder, () -> Files.createDirectory(folder.resolve("made")));
        }
        attempts.put("write a segment", () -> Files.writeString(segment, "x"));
        attempts.put(
                "empty a segment",
                () -> Files.newByteChannel(segment, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                        .close());
        attempts.put("delete a segment", () -> Files.delete(segment));
        attempts.put("move a segment", () -> Files.move(segment, segments.resolve("other")));
        attempts.put("make a segment readable", () -> Files.setPosixFilePermissions(segment, Set.of()));
        attempts.put("date a segment", () -> Files.setLastModifiedTime(segment, FileTime.fromMillis(0)));
        attempts.put(
                "write to its own memory",
                () -> Files.newByteChannel(Path.of("/proc/self/mem"), StandardOpenOption.WRITE)
                        .close());
        attempts.put("connect", () -> new Socket(InetAddress.getLoopbackAddress(), 1).close());
        attempts.put("listen", () -> new ServerSocket(0).close());
        attempts.put("datagrams", () -> new DatagramSocket().close());
        attempts.put(
                "unix socket",
                () -> SocketChannel.open(StandardProtocolFamily.UNIX).close());
        attempts.put("run a program", () -> new ProcessBuilder("/bin/true").start());
        attempts.put("kill the recorder", () -> {
            boolean isKilled =
                    ProcessHandle.of(parent).map(ProcessHandle::destroyForcibly).orElse(false);
            if (!isKilled) {
                throw new IOException("not seen, or not killed");
            }
        });
        return results(attempts);
    }

    private static void list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            var _ = entries.findAny();
        }
    }

    /** What it has to be able to do. */
    public static Map<String, String> needs(Path segments, Path snapshots, Path temporary) {
        return results(new TreeMap<>(Map.of(
                "read a segment",
                () -> Files.readAllBytes(segments.resolve("segment")),
                "list snapshots",
                () -> list(snapshots),
                "write in the temporary folder",
                () -> Files.delete(Files.writeString(
                        Files.createDirectory(temporary.resolve("folder")).resolve("file"), "x")),
                "start a thread",
                () -> Thread.ofPlatform().start(() -> {}).join())));
    }

    private static Map<String, String> results(Map<String, Attempt> attempts) {
        Map<String, String> results = new TreeMap<>();
        attempts.forEach((name, attempt) -> {
            try {
                attempt.run();
                results.put(name, "done");
            } catch (Exception
                    | ExceptionInInitializerError
                    | NoClassDefFoundError e) { // what needs sockets can't load
                results.put(name, "refused: " + e.toString().replace('\n', ' '));
            }
        });
        return results;
    }
}
