package dev.tachograph.probe;

import dev.tachograph.linux.Errno;
import dev.tachograph.model.Finding;
import dev.tachograph.model.Finding.Level;

/** What this host lets the recorder know of processes that end, in words for people. */
public final class ExitFinding {
    private static final String SUBJECT = "short-lived processes";

    private ExitFinding() {}

    /** Finds out by listening for a moment. */
    public static Finding examine() {
        try (ExitSockets sockets = ExitSockets.open()) {
            return of(sockets);
        }
    }

    static Finding of(ExitSockets sockets) {
        if (sockets.taskstats() != null && sockets.execs() != null) {
            return new Finding(
                    Level.OK,
                    SUBJECT,
                    "the kernel tells of every exit with its CPU time (taskstats), and of every exec",
                    null);
        }
        if (sockets.taskstats() != null) {
            return new Finding(
                    Level.LIMITED,
                    SUBJECT,
                    "the kernel tells of every exit with its CPU time (taskstats), but not of exec (process connector: %s): "
                                    .formatted(reason(sockets.connectorError()))
                            + "command lines are those that looks have seen",
                    remedy(sockets.connectorError()));
        }
        String why = reason(sockets.taskstatsError());
        if (sockets.ends() != null) {
            return new Finding(
                    Level.LIMITED,
                    SUBJECT,
                    "the kernel only tells that processes end (process connector), not what they used (taskstats: %s): "
                                    .formatted(why)
                            + "their CPU time is known as a sum, from their parents",
                    remedy(sockets.taskstatsError()));
        }
        return new Finding(
                Level.LIMITED,
                SUBJECT,
                "the kernel tells of no exit (taskstats: %s; process connector: %s): processes that live for less than a look "
                                .formatted(why, reason(sockets.connectorError()))
                        + "are not seen, their CPU time is known as a sum, from their parents",
                remedy(sockets.taskstatsError()));
    }

    private static String reason(int error) {
        return switch (error) {
            case 0 -> "not tried";
            case Errno.EPERM, Errno.EACCES -> "CAP_NET_ADMIN is missing, or is that of a user namespace";
            case Errno.EINVAL -> "this is a pid or user namespace of its own";
            case Errno.ECONNREFUSED -> "this is a network namespace of its own";
            case Errno.ENOSYS -> "this kernel does not have it, or one older than Linux 5.19";
            default -> "error " + error;
        };
    }

    private static String remedy(int error) {
        return switch (error) {
            case Errno.EINVAL -> "share the host's pid and user namespace (--pid=host), with CAP_NET_ADMIN";
            case Errno.ECONNREFUSED -> "share the host's network namespace (--network=host)";
            case Errno.ENOSYS -> "Linux 5.19 or newer, built with CONFIG_TASKSTATS and CONFIG_PROC_EVENTS";
            default -> "run as root or with CAP_NET_ADMIN in the host's own user and pid namespace";
        };
    }
}
