package dev.tachograph.query;

import java.util.Locale;

/** Names that log lines have of hosts. */
final class HostNames {
    private static final String LOCAL = "localhost";

    private HostNames() {}

    /**
     * Whether both may be names of one host: with its domain or without, whatever the case of the letters. A line of before the
     * host had its name is of {@code localhost}.
     */
    static boolean mayBeSame(String ofLine, String ofHost) {
        String line = ofLine.toLowerCase(Locale.ROOT);
        String host = ofHost.toLowerCase(Locale.ROOT);
        return line.equals(host)
                || withoutDomain(line).equals(LOCAL)
                || line.equals(withoutDomain(host))
                || withoutDomain(line).equals(host);
    }

    private static String withoutDomain(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
