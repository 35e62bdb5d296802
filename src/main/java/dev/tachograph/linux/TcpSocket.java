package dev.tachograph.linux;

/**
 * What the kernel says about one TCP socket.
 *
 * @param state as in the kernel's {@code include/net/tcp_states.h}
 * @param uid who created it; 0 also where nobody holds it any more
 * @param inode of the socket; 0 if no process holds it any more
 */
record TcpSocket(int state, long uid, long inode) {
    private static final int ESTABLISHED = 1;
    private static final int FIN_WAIT1 = 4;
    private static final int FIN_WAIT2 = 5;

    /** Whether a process has it open and can still read: connected, or shut down for writing only. */
    boolean isHeldByAProcess() {
        return inode != 0 && (state == ESTABLISHED || state == FIN_WAIT1 || state == FIN_WAIT2);
    }
}
