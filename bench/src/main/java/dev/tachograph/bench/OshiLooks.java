package dev.tachograph.bench;

import java.io.IOException;
import oshi.SystemInfo;
import oshi.software.os.OperatingSystem;

/** What a Java program gets from OSHI, in a JVM that does nothing else. */
final class OshiLooks {
    private OshiLooks() {}

    /** Serves until the standard input ends. */
    static void main() throws IOException {
        OperatingSystem system = new SystemInfo().getOperatingSystem();
        LookLoop.serve(() -> system.getProcesses().size(), System.out);
    }
}
