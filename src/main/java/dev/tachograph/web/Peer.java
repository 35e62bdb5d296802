package dev.tachograph.web;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.jspecify.annotations.Nullable;

/** Who is at the other end of a connection, by its addresses. */
sealed interface Peer {

    /** Came over the socket in the data directory. */
    record OverSocket() implements Peer {}

    /** Came over TCP. */
    record OverTcp(InetSocketAddress remote, InetSocketAddress local) implements Peer {
        boolean isLoopback() {
            return remote.getAddress().isLoopbackAddress() && local.getAddress().isLoopbackAddress();
        }
    }

    /** Came in a way that nobody has thought of. */
    record Unknown() implements Peer {}

    /** By the place where the connection was accepted, and not by what is missing from its addresses. */
    static Peer of(Request request) {
        ConnectionMetaData connection = request.getConnectionMetaData();
        return of(connection.getConnector(), connection.getRemoteSocketAddress(), connection.getLocalSocketAddress());
    }

    static Peer of(Connector connector, @Nullable SocketAddress remote, @Nullable SocketAddress local) {
        if (connector instanceof UnixDomainServerConnector) {
            return new OverSocket();
        }
        return remote instanceof InetSocketAddress from && local instanceof InetSocketAddress to
                ? new OverTcp(from, to)
                : new Unknown();
    }

    default boolean isOverSocket() {
        return this instanceof OverSocket;
    }
}
