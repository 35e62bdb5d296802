package dev.tachograph.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps foreign web pages out: a page that had its own name point at this host (DNS rebinding) still sends that name as
 * {@code Host}, and a page of another origin sends that as {@code Origin}.
 *
 * <p>Only the exact text of a loopback name passes, since whatever else browsers or resolvers may read as an address of
 * loopback ({@code 2130706433}, {@code 0x7f.1}, {@code 127.1}) nobody types, and what only begins like one
 * ({@code 127.0.0.1.example.com}) is somebody's name.
 *
 * @param allowedHosts further names, {@link #canonical}
 */
record HostRule(Set<String> allowedHosts) {
    private static final Pattern AUTHORITY =
            Pattern.compile("(?<name>\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+)(?::(?<port>[0-9]{1,5}))?");
    private static final String BYTE = "(?:0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])";
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|\\[::1\\]|127\\.%1$s\\.%1$s\\.%1$s".formatted(BYTE));

    /** A name and a port as they stand in {@code Host}, and behind the scheme in {@code Origin}. */
    private record Authority(String name, int port) {}

    /** What is wrong with a request that came over TCP, if anything is. */
    Optional<Problem> refusal(boolean tls, List<String> hosts, List<String> origins) {
        Optional<Authority> host = single(hosts).flatMap(text -> authority(scheme(tls), text));
        if (host.isEmpty()) {
            return Optional.of(badHost(hosts));
        }
        String name = host.get().name();
        if (!LOOPBACK.matcher(name).matches() && !allowedHosts.contains(canonical(name))) {
            return Optional.of(Problem.of(
                    403,
                    "Host: '%s' is not a name of this recorder; if it is, add it to allowed_hosts".formatted(name)));
        }
        return sameOrigin(scheme(tls), host.get(), origins) ? Optional.empty() : Optional.of(foreignOrigin());
    }

    /**
     * With the address to which a connection from another host was made: a page at that address is a page of this host,
     * and a page that only had its own name point there sends the name.
     */
    HostRule at(Peer peer) {
        if (!(peer instanceof Peer.OverTcp tcp) || tcp.isLoopback()) {
            return this;
        }
        Set<String> more = new HashSet<>(allowedHosts);
        more.add(canonical(withoutZone(tcp.local().getAddress().getHostAddress())));
        return new HostRule(more);
    }

    /**
     * What is wrong with a request that came over the socket in the data directory. No browser gets there by itself, only
     * a proxy that the socket's owner set up, so any name is fine; but pages of other origins may come through that proxy.
     */
    static Optional<Problem> refusalOverSocket(List<String> hosts, List<String> origins) {
        Optional<String> host = single(hosts);
        if (host.flatMap(text -> authority("http", text)).isEmpty()) {
            return Optional.of(badHost(hosts));
        }
        boolean same = List.of("http", "https").stream()
                .anyMatch(scheme -> authority(scheme, host.get())
                        .map(authority -> sameOrigin(scheme, authority, origins))
                        .orElse(false));
        return same ? Optional.empty() : Optional.of(foreignOrigin());
    }

    /** A name in lower case; an address of IPv6, with brackets or without, in brackets and in one of its spellings. */
    static String canonical(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        try {
            return bare.contains(":") && InetAddress.ofLiteral(bare) instanceof Inet6Address address
                    ? "[" + withoutZone(address.getHostAddress()) + "]"
                    : host.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException _) {
            return host.toLowerCase(Locale.ROOT);
        }
    }

    /** Without the {@code %eth0} that Java puts behind an address that an interface has. */
    static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    private static boolean sameOrigin(String scheme, Authority host, List<String> origins) {
        if (origins.isEmpty()) {
            return true;
        }
        String prefix = scheme + "://";
        return single(origins)
                .filter(origin -> origin.startsWith(prefix))
                .flatMap(origin -> authority(scheme, origin.substring(prefix.length())))
                .filter(host::equals)
                .isPresent();
    }

    private static Optional<Authority> authority(String scheme, String text) {
        Matcher matcher = AUTHORITY.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String port = matcher.group("port");
        String name = matcher.group("name").toLowerCase(Locale.ROOT);
        return Optional.of(new Authority(name, port == null ? defaultPort(scheme) : Integer.parseInt(port)));
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    private static String scheme(boolean tls) {
        return tls ? "https" : "http";
    }

    private static Optional<String> single(List<String> values) {
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    private static Problem badHost(List<String> hosts) {
        return Problem.of(
                400,
                hosts.isEmpty()
                        ? "Host: missing; the name and port under which you reach the recorder are needed"
                        : "Host: one name with an optional port is allowed");
    }

    private static Problem foreignOrigin() {
        return Problem.of(403, "Origin: a page of another origin may not ask; only the recorder's own page may");
    }
}
