package dev.tachograph.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Files that may be read and a folder that may be written to; all others are out of reach. So are, with a kernel that knows
 * of it, TCP and sockets without a name in the tree of files. It holds for the thread that applies it and those that it starts. Source:
 * Documentation/userspace-api/landlock.rst.
 *
 * @param readable files and folders; one that is not there is left out
 * @param writable a folder
 */
record Landlock(List<Path> readable, Path writable) implements Restraint {
    private static final int CREATE_RULESET_VERSION = 1;
    private static final int CREATE_RULESET_ERRATA = 2;
    private static final int RULE_PATH_BENEATH = 1;
    /** For all threads; since version 8. */
    private static final int RESTRICT_SELF_TSYNC = 1 << 3;

    private static final int ABI_TSYNC = 8;
    /** Before that erratum was mended, a process with threads outside could not signal itself. */
    private static final int ERRATUM_OF_SIGNALS = 1 << 1;

    private static final long WRITE_FILE = 1 << 1;
    private static final long READ_FILE = 1 << 2;
    private static final long READ_DIR = 1 << 3;
    private static final long REMOVE_DIR = 1 << 4;
    private static final long REMOVE_FILE = 1 << 5;
    private static final long MAKE_DIR = 1 << 7;
    private static final long MAKE_REG = 1 << 8;
    private static final long TRUNCATE = 1 << 14;
    private static final long TCP_BIND_AND_CONNECT = 3;
    private static final long SCOPE_ABSTRACT_SOCKETS = 1;
    private static final long SCOPE_SIGNALS = 2;

    private static final int O_PATH_CLOEXEC = 0x28_0000;

    Landlock {
        readable = List.copyOf(readable);
    }

    @Override
    public String apply(KernelCalls kernel) throws KernelRefusal {
        long abi = kernel.require("landlock", SystemCall.LANDLOCK_CREATE_RULESET, 0, 0, CREATE_RULESET_VERSION);
        int ruleset = Math.toIntExact(create(kernel, abi));
        try {
            for (Path path : readable) {
                if (Files.exists(path)) {
                    allow(kernel, ruleset, path, Files.isDirectory(path) ? READ_FILE | READ_DIR : READ_FILE);
                }
            }
            allow(kernel, ruleset, writable, writing() & handled(abi));
            restrict(kernel, ruleset, abi);
        } finally {
            kernel.close(ruleset);
        }
        return "Landlock version " + abi;
    }

    private static long create(KernelCalls kernel, long abi) throws KernelRefusal {
        MemorySegment attributes = kernel.arena().allocate(24, 8); // struct landlock_ruleset_attr
        attributes.set(JAVA_LONG, 0, handled(abi));
        attributes.set(JAVA_LONG, 8, TCP_BIND_AND_CONNECT);
        attributes.set(JAVA_LONG, 16, SCOPE_ABSTRACT_SOCKETS | (mayScopeSignals(kernel) ? SCOPE_SIGNALS : 0));
        long bytes = abi < 4 ? 8 : abi < 6 ? 16 : 24;
        return kernel.require("landlock", SystemCall.LANDLOCK_CREATE_RULESET, attributes.address(), bytes, 0);
    }

    private static boolean mayScopeSignals(KernelCalls kernel) {
        long mended = kernel.call(SystemCall.LANDLOCK_CREATE_RULESET, 0, 0, CREATE_RULESET_ERRATA);
        return mended > 0 && (mended & ERRATUM_OF_SIGNALS) != 0;
    }

    /** Everything that may be done to files, as far as a version knows it. */
    private static long handled(long abi) {
        int kinds = abi < 2 ? 13 : abi < 3 ? 14 : abi < 5 ? 15 : 16;
        return (1L << kinds) - 1;
    }

    private static long writing() {
        return READ_FILE | READ_DIR | WRITE_FILE | REMOVE_FILE | REMOVE_DIR | MAKE_DIR | MAKE_REG | TRUNCATE;
    }

    private static void allow(KernelCalls kernel, int ruleset, Path path, long access) throws KernelRefusal {
        int folder = kernel.open(path.toString(), O_PATH_CLOEXEC);
        if (folder < 0) {
            throw new KernelRefusal(path.toString(), -folder);
        }
        try {
            MemorySegment rule = kernel.arena().allocate(16, 8); // struct landlock_path_beneath_attr, which is packed
            rule.set(JAVA_LONG, 0, access);
            rule.set(JAVA_INT, 8, folder);
            kernel.require(
                    "landlock: " + path, SystemCall.LANDLOCK_ADD_RULE, ruleset, RULE_PATH_BENEATH, rule.address(), 0);
        } finally {
            kernel.close(folder);
        }
    }

    private static void restrict(KernelCalls kernel, int ruleset, long abi) throws KernelRefusal {
        if (abi >= ABI_TSYNC && kernel.call(SystemCall.LANDLOCK_RESTRICT_SELF, ruleset, RESTRICT_SELF_TSYNC) == 0) {
            return;
        }
        kernel.require("landlock", SystemCall.LANDLOCK_RESTRICT_SELF, ruleset, 0);
    }
}
