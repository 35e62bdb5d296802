package dev.tachograph.probe;

import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogOrigin;
import java.util.Objects;

/**
 * Who really wrote a line, as far as it matters for events. The journal's fields with an underscore are journald's own, and no
 * program can write them; only root can write to the kernel's log, and the kernel never takes its own facility from a program.
 * In a text file everybody may write as everybody, and a line is taken for what its tag says: see docs/operations.md.
 */
enum LogAuthor {
    KERNEL,
    /** Process 1. */
    SERVICE_MANAGER,
    /** The service manager of one user, which tells of that user's units only. */
    USER_MANAGER,
    LOGIN_MANAGER,
    /** systemd-coredump(8). */
    CRASH_HANDLER,
    ANYBODY;

    private static final int KERNEL_FACILITY = 0;
    private static final String INIT = "systemd";
    private static final String LOGIN_DAEMON = "systemd-logind";

    static LogAuthor of(LogLine line) {
        return switch (line.origin().source()) {
            case JOURNAL -> ofJournal(line, line.origin());
            case SYSLOG -> ofTag(line, line.origin());
            case KERNEL ->
                Objects.equals(line.facility(), KERNEL_FACILITY) ? KERNEL : ofProgramOfRoot(line, line.origin());
        };
    }

    private static LogAuthor ofJournal(LogLine line, LogOrigin origin) {
        String transport = origin.transport();
        if ("kernel".equals(transport)) {
            return isOfKernel(line) ? KERNEL : ANYBODY;
        }
        String unit = origin.unit();
        boolean isNative = "journal".equals(transport);
        if (isNative && Objects.equals(origin.pid(), 1) && Objects.equals(origin.uid(), 0L)) {
            return SERVICE_MANAGER;
        }
        if (unit == null) {
            return ANYBODY;
        }
        if (unit.equals(LOGIN_DAEMON + ".service") && Objects.equals(origin.uid(), 0L)) {
            return LOGIN_MANAGER;
        }
        if (isNative && unit.startsWith("systemd-coredump@")) {
            return CRASH_HANDLER;
        }
        boolean isUserManager = isNative && unit.startsWith("user@") && INIT.equals(origin.comm());
        return isUserManager && String.valueOf(origin.exe()).endsWith("/" + INIT) ? USER_MANAGER : ANYBODY;
    }

    private static LogAuthor ofTag(LogLine line, LogOrigin origin) {
        String tag = String.valueOf(origin.identifier());
        if (tag.equals("kernel") && origin.pid() == null) {
            return isOfKernel(line) ? KERNEL : ANYBODY;
        }
        return tag.equals(LOGIN_DAEMON) ? LOGIN_MANAGER : ofProgramOfRoot(line, origin);
    }

    private static LogAuthor ofProgramOfRoot(LogLine line, LogOrigin origin) {
        return INIT.equals(origin.identifier()) && Objects.equals(origin.pid(), 1) && !isOfKernelFacility(line)
                ? SERVICE_MANAGER
                : ANYBODY;
    }

    /** Where the facility is not told, nothing speaks against it. */
    private static boolean isOfKernel(LogLine line) {
        return line.facility() == null || isOfKernelFacility(line);
    }

    private static boolean isOfKernelFacility(LogLine line) {
        return Objects.equals(line.facility(), KERNEL_FACILITY);
    }
}
