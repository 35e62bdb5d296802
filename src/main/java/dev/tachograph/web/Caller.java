package dev.tachograph.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Who connects, as exactly as a connection tells: the user where the kernel knows it, else the address. Wrong tokens are
 * counted for it, and a session is good for it alone.
 *
 * @param name such as {@code uid 1000}, {@code 192.0.2.7} or {@code 2001:db8:0:1::/64}
 */
record Caller(String name) {
    private static final int NETWORK_BYTES = 8;

    /** @param uid of the other end, over loopback */
    static Caller of(Peer.OverTcp peer, OptionalLong uid) {
        return uid.isPresent()
                ? new Caller("uid " + uid.getAsLong())
                : new Caller(network(peer.remote().getAddress()));
    }

    /** Whoever has an address of IPv6 has the whole network of it, and changes within it every day. */
    private static String network(InetAddress address) {
        if (!(address instanceof Inet6Address six) || six.isLoopbackAddress()) {
            return address.getHostAddress();
        }
        byte[] bytes = six.getAddress();
        Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            throw new AssertionError("sixteen bytes are an address", e);
        }
    }
}
