package dev.tachograph.linux;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds out whose TCP socket is at the other end of a loopback connection: the uid that created it, as the kernel knows it.
 *
 * <p>It asks the kernel for this one socket ({@code NETLINK_SOCK_DIAG}, see sock_diag(7)) and, where this is refused or
 * finds nothing, looks through {@code /proc/net/tcp} and {@code tcp6} (proc_net(5)).
 *
 * <p>Unknown is not root: for a socket whose process has closed it the kernel says uid 0 and inode 0. So does it for one in
 * TIME_WAIT. Only a socket with an inode, in a state in which its process can still read, has an owner here.
 */
public final class SocketOwner {
    private final boolean netlink;
    private final Path procNet;

    private SocketOwner(boolean netlink, Path procNet) {
        this.netlink = netlink;
        this.procNet = procNet;
    }

    /** Asks the kernel of this host; in the network namespace of this process, as loopback peers are. */
    public static SocketOwner ofThisHost() {
        return new SocketOwner(true, Path.of("/proc/net"));
    }

    /** Only reads the tables. */
    public static SocketOwner fromTables(Path procNet) {
        return new SocketOwner(false, procNet);
    }

    /**
     * The uid, 0 to 4294967295, that owns the socket with the local address {@code peer} connected to {@code own}; empty if
     * there is none or it can't be told.
     */
    public OptionalLong uid(InetSocketAddress peer, InetSocketAddress own) {
        return entry(peer, own)
                .filter(TcpSocket::isHeldByAProcess)
                .map(socket -> OptionalLong.of(socket.uid()))
                .orElseGet(OptionalLong::empty);
    }

    private Optional<TcpSocket> entry(InetSocketAddress peer, InetSocketAddress own) {
        Optional<TcpSocket> found = netlink ? SocketDiagnosis.find(peer, own) : Optional.empty();
        return found.isPresent() ? found : TcpTables.find(procNet, peer, own);
    }
}
