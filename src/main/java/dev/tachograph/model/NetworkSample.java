package dev.tachograph.model;

import org.jspecify.annotations.Nullable;

/**
 * What went through a network interface in an interval. {@code null} is "not known": it was not there before, or counts anew.
 * Source: proc_pid_net(5), Documentation/ABI/testing/sysfs-class-net.
 *
 * @param name of the interface, such as {@code eth0}
 * @param up whether it has a link; {@code null} where it does not tell
 * @param speedBits bits per second that the link was set up for; {@code null} for those that have none
 */
public record NetworkSample(
        String name,
        @Nullable Boolean up,
        @Nullable Long speedBits,
        @Nullable Long receivedBytes,
        @Nullable Long receivedPackets,
        @Nullable Long receiveErrors,
        @Nullable Long receiveDrops,
        @Nullable Long sentBytes,
        @Nullable Long sentPackets,
        @Nullable Long sendErrors,
        @Nullable Long sendDrops) {}
