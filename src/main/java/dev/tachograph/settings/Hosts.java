package dev.tachograph.settings;

import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Host names and IP addresses as text; nothing here asks a name server. */
final class Hosts {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final String LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";

    /** The last label begins with a letter: otherwise {@code 127.1} or {@code 0x7f.1} would be names to some. */
    private static final Pattern NAME = Pattern.compile("(?=.{1,253}$)(?:%1$s\\.)*(?=[A-Za-z_])%1$s".formatted(LABEL));

    private Hosts() {}

    static boolean isHost(String text) {
        return literal(text) != null || NAME.matcher(text).matches();
    }

    /** The address that the text writes out, an IPv6 one without brackets; null for a name and for anything else. */
    static @Nullable InetAddress literal(String text) {
        boolean ipv6 = text.contains(":") && !text.contains("[");
        if (!ipv6 && !IPV4.matcher(text).matches()) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /** The host as a {@code Host} header is compared: lower case, without brackets; null if it is no host. */
    static @Nullable String canonical(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String host = bracketed ? text.substring(1, text.length() - 1) : text;
        return isHost(host) && (!bracketed || host.contains(":")) ? host.toLowerCase(Locale.ROOT) : null;
    }
}
