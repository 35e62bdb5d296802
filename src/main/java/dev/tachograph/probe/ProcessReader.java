package dev.tachograph.probe;

import dev.tachograph.linux.Errno;
import dev.tachograph.linux.ProcFs;
import dev.tachograph.linux.ProcFs.StatFile;
import dev.tachograph.model.ControlGroup;
import dev.tachograph.model.ProcessDescription;
import dev.tachograph.model.ProcessFigures;
import dev.tachograph.model.ProcessKey;
import dev.tachograph.model.ProcessStatus;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the files of one process and makes values of them. Used by one thread at a time. */
final class ProcessReader {
    private final ProcFs proc;
    private final UserNames users;
    private final Function<List<String>, String> line;
    private final long pageBytes;
    private final ContainerNames containers;
    private final Function<ProcessKey, @Nullable Long> proportionalBytes;
    private final byte[] buffer = new byte[CommandLine.READ_BYTES];
    private int refused;

    /** What the files beside {@code stat} say that may be another at every look. {@code null} is "not known". */
    record SideFiles(
            @Nullable StorageBytes storage,
            @Nullable Long openFiles,
            @Nullable Long userId) {}

    /**
     * @param line makes one line of the arguments of a command
     * @param proportionalBytes what is known of the memory of a process (PSS)
     */
    ProcessReader(
            ProcFs proc,
            UserNames users,
            Function<List<String>, String> line,
            long pageBytes,
            ContainerNames containers,
            Function<ProcessKey, @Nullable Long> proportionalBytes) {
        this.proc = proc;
        this.users = users;
        this.line = line;
        this.pageBytes = pageBytes;
        this.containers = containers;
        this.proportionalBytes = proportionalBytes;
    }

    /**
     * {@code null} when the process has gone, or may not be seen at all.
     *
     * @throws IOException when this host has no descriptor or memory left, which says nothing about the process
     */
    @Nullable StatLine stat(StatFile file) throws IOException {
        int length = file.read(buffer);
        if (Errno.isShortage(length)) {
            throw new IOException("processes cannot be read: error %d".formatted(-length));
        }
        if (length <= 0) {
            refused += length == 0 || Errno.isGone(length) ? 0 : 1;
            return null;
        }
        try {
            return StatLine.parse(buffer, length);
        } catch (IllegalArgumentException _) {
            refused++; // one process that cannot be understood must not cost the others
            return null;
        }
    }

    /** How many processes were listed and could not be read since the last call. */
    int takeRefused() {
        int count = refused;
        refused = 0;
        return count;
    }

    SideFiles sideFiles(int pid) {
        long openFiles = proc.openFiles(pid);
        long userId = proc.owner(pid);
        return new SideFiles(
                storageBytes(pid),
                openFiles < 0 ? null : Long.valueOf(openFiles),
                userId < 0 ? null : Long.valueOf(userId));
    }

    private @Nullable StorageBytes storageBytes(int pid) {
        int length = proc.read(pid, "io", buffer);
        try {
            return length <= 0 ? null : StorageBytes.parse(buffer, length);
        } catch (IllegalArgumentException _) {
            return null; // a kernel that counts other things
        }
    }

    ProcessFigures figures(StatLine stat, SideFiles files, long cpuMicros) {
        StorageBytes storage = files.storage;
        return new ProcessFigures(
                stat.status(),
                stat.threads(),
                stat.virtualBytes(),
                stat.residentPages() * pageBytes,
                cpuMicros,
                storage == null ? null : Long.valueOf(storage.read()),
                storage == null ? null : Long.valueOf(storage.written()),
                files.openFiles,
                proportionalBytes(stat));
    }

    /** A process that has ended has no memory any more, whatever it had when it was asked for. */
    private @Nullable Long proportionalBytes(StatLine stat) {
        return stat.residentPages() == 0
                ? null
                : proportionalBytes.apply(new ProcessKey(stat.pid(), stat.startTicks()));
    }

    /** The whole description, read anew. */
    ProcessDescription describe(StatLine stat, SideFiles files, int generation) {
        return new ProcessDescription(
                generation,
                stat.parentPid(),
                stat.name(),
                commandLine(stat),
                files.userId,
                userName(files),
                group(stat.pid()),
                stat.isKernelThread());
    }

    /** The description with the parts that are read at every look; the same object when none has changed. */
    ProcessDescription refresh(ProcessDescription known, StatLine stat, SideFiles files) {
        var now = new ProcessDescription(
                known.generation(),
                stat.parentPid(),
                stat.name(),
                known.cmdline(),
                files.userId,
                userName(files),
                known.group(),
                known.kernelThread());
        return now.equals(known) ? known : now;
    }

    private @Nullable String userName(SideFiles files) {
        return files.userId == null ? null : users.nameOf(files.userId);
    }

    /** Not known when it is refused, and of a zombie, which has none any more. */
    private @Nullable String commandLine(StatLine stat) {
        if (stat.isKernelThread()) {
            return "";
        }
        if (stat.status() == ProcessStatus.ZOMBIE) {
            return null;
        }
        int length = proc.read(stat.pid(), "cmdline", buffer);
        return length < 0 ? null : CommandLine.cut(line.apply(CommandLine.arguments(buffer, length)));
    }

    private ControlGroup group(int pid) {
        int length = proc.read(pid, "cgroup", buffer);
        return length <= 0
                ? ControlGroup.UNKNOWN
                : containers.named(CgroupPath.parse(KernelText.decode(buffer, 0, length)));
    }
}
