package dev.tachograph.linux;

import org.jspecify.annotations.Nullable;

/** The kinds of processor whose system calls are known here by number. */
enum Machine {
    AMD64(0xC000_003E),
    AARCH64(0xC000_00B7);

    /** AUDIT_ARCH_… of linux/audit.h, by which a filter of seccomp(2) is told whose numbers it sees. */
    final int auditArchitecture;

    Machine(int auditArchitecture) {
        this.auditArchitecture = auditArchitecture;
    }

    /** The one that this JVM runs on; {@code null} when it is another. */
    static @Nullable Machine here() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> AMD64;
            case "aarch64" -> AARCH64;
            default -> null;
        };
    }
}
