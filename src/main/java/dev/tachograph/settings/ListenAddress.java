package dev.tachograph.settings;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port to listen on.
 *
 * @param host an IP address without brackets, or a name; {@code localhost} becomes {@code 127.0.0.1}, so that what it
 *     means is known without asking a name server
 * @param port 0 to 65535; 0 lets the kernel pick one
 */
public record ListenAddress(String host, int port) {
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:\\[(?<six>[^\\]]+:[^\\]]*)\\]|(?<host>[^:\\[\\]]+)):(?<port>\\d{1,5})");

    public ListenAddress {
        if (!Hosts.isHost(host)) {
            throw new IllegalArgumentException("'%s' is neither an IP address nor a host name".formatted(host));
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port %d is not from 0 to 65535".formatted(port));
        }
        host = host.equalsIgnoreCase("localhost") ? "127.0.0.1" : host;
    }

    /**
     * The address written as {@code HOST:PORT}, an IPv6 address in brackets.
     *
     * @throws IllegalArgumentException if it is written otherwise
     */
    public static ListenAddress parse(String text) {
        Matcher parts = HOST_AND_PORT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'%s' is not HOST:PORT".formatted(text));
        }
        String six = parts.group("six");
        return new ListenAddress(six == null ? parts.group("host") : six, Integer.parseInt(parts.group("port")));
    }

    /** Whether only this host can connect. False for a name other than {@code localhost}: nobody is asked. */
    public boolean isLoopback() {
        InetAddress literal = Hosts.literal(host);
        return literal != null && literal.isLoopbackAddress();
    }

    public ListenAddress withPort(int otherPort) {
        return new ListenAddress(host, otherPort);
    }

    /** {@code HOST:PORT}, an IPv6 address in brackets: what {@link #parse} reads, and part of a URL. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
