package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.junit.jupiter.api.Test;

class PeerTest {
    private static final InetSocketAddress HERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 7070);

    private final Server server = new Server();

    @Test
    void onlyTheSocketsConnectorMakesATrustedPeer() {
        assertThat(Peer.of(new UnixDomainServerConnector(server), null, null)).isEqualTo(new Peer.OverSocket());
        assertThat(Peer.of(new ServerConnector(server), HERE, HERE)).isEqualTo(new Peer.OverTcp(HERE, HERE));
    }

    @Test
    void aConnectionWithoutAddressesIsNotTakenForTheSocket() {
        assertThat(Peer.of(new ServerConnector(server), HERE, null)).isEqualTo(new Peer.Unknown());
        assertThat(Peer.of(new ServerConnector(server), null, HERE)).isEqualTo(new Peer.Unknown());
    }
}
