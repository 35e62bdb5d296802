package dev.tachograph.app;

import dev.tachograph.linux.Host;
import dev.tachograph.settings.Settings;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Under which names and addresses a recorder is reached from other hosts.
 *
 * @param hosts names in lower case and addresses, as far as they are known for sure: the host's own, with and without its
 *     domain and with that of multicast DNS, those of the settings, and the address on which it listens
 * @param welcome what it may be reached by, too, as of now: loopback, and the addresses of this host's interfaces
 */
record ServedNames(List<String> hosts, List<String> welcome) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_](?:[a-z0-9._-]{0,250}[a-z0-9_])?");
    private static final Pattern WILDCARD = Pattern.compile("0\\.0\\.0\\.0|[0:]+");
    private static final int MOST_ADDRESSES = 50;

    static ServedNames of(Settings.Web web) {
        Set<String> hosts = new LinkedHashSet<>(own(Host.name()));
        hosts.addAll(web.allowedHosts());
        String listen = web.listen().host().toLowerCase(Locale.ROOT);
        if (!WILDCARD.matcher(listen).matches()) {
            hosts.add(listen);
        }
        return new ServedNames(
                List.copyOf(hosts),
                Stream.concat(Stream.of("localhost", "127.0.0.1", "::1"), addresses())
                        .toList());
    }

    /** None for a name that no browser could ask for. */
    static List<String> own(String hostname) {
        String name = hostname.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches()) {
            return List.of("localhost");
        }
        int dot = name.indexOf('.');
        String first = dot < 0 ? name : name.substring(0, dot);
        return Stream.of(name, first, first + ".local").distinct().toList();
    }

    private static Stream<String> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .map(address -> address.replaceFirst("%.*", ""))
                    .limit(MOST_ADDRESSES);
        } catch (SocketException _) {
            return Stream.of();
        }
    }
}
