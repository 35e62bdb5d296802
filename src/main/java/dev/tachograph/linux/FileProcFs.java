package dev.tachograph.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** The process files read as plain Java files: for C libraries and kernels that refuse the cheaper calls. */
final class FileProcFs implements ProcFs {
    private static final int MOST_DIGITS = 9; // PID_MAX_LIMIT has seven

    private final Path root;
    private final int self;
    private final boolean fdSizeTold;

    FileProcFs(Path root) {
        this.root = root;
        self = Host.ownPid(root);
        fdSizeTold = self > 0 && file(self, "fd").toFile().length() > 0;
    }

    @Override
    public String way() {
        return "plain files";
    }

    @Override
    public int self() {
        return self;
    }

    @Override
    public int[] pids() throws IOException {
        String[] names = root.toFile().list();
        if (names == null) {
            throw new IOException(root + " cannot be listed");
        }
        return Arrays.stream(names)
                .filter(FileProcFs::isNumber)
                .mapToInt(Integer::parseInt)
                .filter(pid -> pid > 0)
                .sorted()
                .toArray();
    }

    private static boolean isNumber(String name) {
        return !name.isEmpty() && name.length() <= MOST_DIGITS && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public long cpuNanos(int pid) {
        return -Errno.ENOSYS;
    }

    @Override
    public StatFile stat(int pid) {
        return new StatFile() {
            @Override
            public int read(byte[] into) {
                return FileProcFs.this.read(pid, "stat", into);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public int read(int pid, String name, byte[] into) {
        try (InputStream in = Files.newInputStream(file(pid, name))) {
            return in.readNBytes(into, 0, into.length);
        } catch (IOException e) {
            return errorOf(e, pid);
        }
    }

    /** Java tells two errors apart by type and the others by a text in the user's language. */
    private int errorOf(IOException failure, int pid) {
        return switch (failure) {
            case NoSuchFileException _ -> -Errno.ENOENT;
            case AccessDeniedException _ -> -Errno.EACCES;
            // ESRCH when the process ended between open and read; EPERM under hidepid=1 and for /proc/PID/io.
            default -> file(pid, "").toFile().exists() ? -Errno.EPERM : -Errno.ESRCH;
        };
    }

    @Override
    public long owner(int pid) {
        try {
            return Integer.toUnsignedLong((int) Files.getAttribute(file(pid, ""), "unix:uid"));
        } catch (NoSuchFileException _) {
            return -Errno.ENOENT;
        } catch (IOException _) {
            return StatusFile.userId(this, pid);
        }
    }

    @Override
    public long openFiles(int pid) {
        Path folder = file(pid, "fd");
        try {
            return fdSizeTold ? Files.size(folder) : count(folder);
        } catch (IOException e) {
            return errorOf(e, pid);
        }
    }

    private static long count(Path folder) throws IOException {
        String[] names = folder.toFile().list();
        if (names == null) {
            throw Files.exists(folder)
                    ? new AccessDeniedException(folder.toString())
                    : new NoSuchFileException(folder.toString());
        }
        return names.length;
    }

    @Override
    public void close() {}

    private Path file(int pid, String name) {
        return root.resolve(Integer.toString(pid), name);
    }
}
