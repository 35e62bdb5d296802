package dev.tachograph.query;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The names of syslog's facilities, as in syslog.conf(5). */
final class Facilities {
    private static final List<String> NAMES = List.of(
            "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp");
    private static final int FIRST_LOCAL = 16;
    private static final List<String> LOCAL =
            List.of("local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7");

    /** What may be written for one. */
    static final String ALLOWED = String.join(", ", NAMES) + ", local0 to local7";

    private Facilities() {}

    static Optional<Long> number(String name) {
        String word = name.toLowerCase(Locale.ROOT);
        int local = LOCAL.indexOf(word);
        int number = local >= 0 ? FIRST_LOCAL + local : NAMES.indexOf(word);
        return number < 0 ? Optional.empty() : Optional.of((long) number);
    }
}
