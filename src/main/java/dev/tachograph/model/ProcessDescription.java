package dev.tachograph.model;

import org.jspecify.annotations.Nullable;

/**
 * What a process is, as opposed to what it does: the part that seldom changes. {@code null} is "not known".
 *
 * @param generation how often the process has called exec since it was first seen
 * @param parentPid 0 for a process whose parent is not visible here
 * @param name the kernel's name of the program, at most 15 bytes (workers of the kernel: 63); may hold anything
 * @param cmdline the arguments, joined by spaces, secrets redacted, at most 4 KiB; empty for a thread of the kernel
 *     and for a program that has blanked its own, not known for a process that had ended when it was first seen
 * @param userId the effective user
 * @param user its name when the process was first seen
 * @param group its place in the cgroup tree, and the unit or container that this tells
 * @param kernelThread whether it is a thread of the kernel
 */
public record ProcessDescription(
        int generation,
        int parentPid,
        String name,
        @Nullable String cmdline,
        @Nullable Long userId,
        @Nullable String user,
        ControlGroup group,
        boolean kernelThread) {

    /** The same description of a later program. */
    public ProcessDescription inGeneration(int number) {
        return new ProcessDescription(number, parentPid, name, cmdline, userId, user, group, kernelThread);
    }

    /** The path of its control group. */
    public @Nullable String cgroup() {
        return group.path();
    }

    /** The systemd unit that it belongs to. */
    public @Nullable String unit() {
        return group.unit();
    }

    /** The container that it runs in. */
    public @Nullable String container() {
        return group.container();
    }
}
