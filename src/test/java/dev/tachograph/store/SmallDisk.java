package dev.tachograph.store;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file system of a few megabytes, in memory, that can be filled and emptied. Only root can make one. */
public final class SmallDisk {
    private static final int BLOCK = 4096;

    private final Path folder;
    private final Path ballast;

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.ballast = folder.resolve("ballast");
    }

    /** Skips the test where it can't be made. */
    public static SmallDisk mount(Path folder, String size) throws IOException, InterruptedException {
        var mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(mount.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeThat(mount.waitFor())
                .as("a small file system can't be made here: %s", said)
                .isZero();
        return new SmallDisk(folder);
    }

    /** A folder on it. */
    public Path folder(String name) throws IOException {
        Path made = folder.resolve(name);
        return Files.isDirectory(made) ? made : Files.createDirectory(made);
    }

    /** Leaves this much room. */
    public void fill(long leave) throws IOException {
        try (var out = FileChannel.open(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (Files.getFileStore(folder).getUsableSpace() > leave) {
                out.write(ByteBuffer.allocate(BLOCK));
            }
        }
    }

    public void makeRoom() throws IOException {
        Files.delete(ballast);
    }

    /** Lazily: whoever still has a file open keeps it until the end. */
    public void unmount() throws IOException, InterruptedException {
        new ProcessBuilder("umount", "--lazy", folder.toString()).start().waitFor();
    }
}
