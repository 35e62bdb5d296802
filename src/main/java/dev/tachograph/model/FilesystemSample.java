package dev.tachograph.model;

import org.jspecify.annotations.Nullable;

/**
 * A mounted file system at one instant. Sizes are {@code null} while it does not answer. Sources: proc_pid_mountinfo(5),
 * statvfs(3).
 *
 * @param mountPoint where it is mounted
 * @param device what is mounted there
 * @param type such as {@code ext4}
 * @param usedBytes as df(1) shows it: all but the free ones
 * @param availableBytes what ordinary users can still fill
 * @param inodes files it can have; {@code null} for one without such a limit
 * @param trouble why its sizes are not known; {@code null} when they are
 */
public record FilesystemSample(
        String mountPoint,
        String device,
        String type,
        boolean readOnly,
        @Nullable Long sizeBytes,
        @Nullable Long usedBytes,
        @Nullable Long availableBytes,
        @Nullable Long inodes,
        @Nullable Long inodesUsed,
        @Nullable String trouble) {}
