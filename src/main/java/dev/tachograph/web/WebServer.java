package dev.tachograph.web;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import dev.tachograph.linux.SocketOwner;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Answers HTTP/1.1 on the socket {@value #SOCKET_NAME} in the data directory and, if wanted, on a TCP port, from
 * {@link #start} to {@link #close}.
 *
 * <p>A request passes, in this order: headers for browsers, {@link HostCheck}, {@link LoginHandler}, {@link AccessCheck},
 * the page's files, the {@link Api}.
 *
 * <p>Memory is kept small: one thread per place watches all of its connections and accepts new ones, requests run on virtual
 * threads, and few buffers are kept.
 */
public final class WebServer implements AutoCloseable {
    /** The name of the socket in the data directory. */
    public static final String SOCKET_NAME = "tachograph.sock";

    private static final System.Logger LOG = System.getLogger(WebServer.class.getName());
    private static final int THREADS = 6;
    private static final int IDLE_THREAD_MILLIS = 10_000;
    private static final int BUFFER_STEP_BYTES = 4 * 1024;
    private static final int LARGEST_BUFFER_BYTES = 64 * 1024;
    private static final int BUFFERS_PER_SIZE = 8;
    private static final long KEPT_BYTES = 1024 * 1024;
    private static final long STOP_MILLIS = 500;
    private static final long STOP_IDLE_MILLIS = 200;

    private final Server server;
    private final @Nullable ServerConnector tcp;
    private final Path socket;
    private final RunningRequests requests;

    private WebServer(Server server, @Nullable ServerConnector tcp, Path socket, RunningRequests requests) {
        this.server = server;
        this.tcp = tcp;
        this.socket = socket;
        this.requests = requests;
    }

    /**
     * Starts to answer.
     *
     * @throws ListenException if the port or the socket is taken or can't be made, or the address is reachable from other
     *     hosts without both token and TLS
     * @throws TlsException if the files for TLS can't be used
     */
    public static WebServer start(WebOptions options, Api api) throws IOException {
        return start(options, api, new Pages("/web"), SocketOwner.ofThisHost());
    }

    static WebServer start(WebOptions options, Api api, Pages pages, SocketOwner owners) throws IOException {
        refuseOpenDoor(options);
        Path socket = options.dataDirectory().toAbsolutePath().resolve(SOCKET_NAME);
        UnixSocket.claim(socket);
        Server server = server();
        WebLimits limits = options.limits();
        var requests = new RunningRequests(limits.request());
        var gate = new Gate(options.access(), owners);
        server.setHandler(handlers(options, gate, requests, pages, new ApiHandler(api, requests, limits.bodyBytes())));
        server.addConnector(overSocket(server, socket, limits));
        InetSocketAddress listen = options.listen();
        ServerConnector tcp = listen == null ? null : overTcp(server, listen, options.tls(), limits);
        if (tcp != null) {
            server.addConnector(tcp);
        }
        var web = new WebServer(server, tcp, socket, requests);
        web.start(listen);
        return web;
    }

    /**
     * Tells before anything is made that there is no listening on a place. What happens between this and {@link #start} is
     * told there.
     */
    public static void requireFree(InetSocketAddress listen) throws ListenException {
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(listen);
        } catch (IOException e) {
            throw refusal(listen, listen.toString(), e);
        }
    }

    /** The addresses for browsers; none without TCP. */
    public List<URI> addresses() {
        return tcp == null ? List.of() : List.of(address(tcp));
    }

    /** The socket in the data directory. */
    public Path socket() {
        return socket;
    }

    /** Cancels what runs, gives it a moment to end, and cuts the rest. Waits for at most about a second. */
    @Override
    public void close() {
        requests.stop();
        try {
            server.stop();
        } catch (TimeoutException _) {
            LOG.log(DEBUG, "requests that did not end in {0} ms were cut", STOP_MILLIS);
        } catch (Exception e) {
            LOG.log(WARNING, "the web server did not stop cleanly", e);
        }
    }

    private void start(@Nullable InetSocketAddress listen) throws IOException {
        try {
            if (tcp != null) {
                tcp.open();
            }
            server.start();
            UnixSocket.restrict(socket);
        } catch (Exception e) {
            close();
            throw refusal(listen, socket + ", " + listen, e);
        }
    }

    private static ListenException refusal(@Nullable InetSocketAddress listen, String places, Exception cause) {
        Throwable root = cause.getCause() instanceof BindException bind ? bind : cause;
        if (root instanceof BindException && listen != null) {
            String place = listen.getHostString() + ":" + listen.getPort();
            return new ListenException(
                    String.valueOf(root.getMessage()).contains("in use")
                            ? "listen: %s is in use by another program; --listen %s:0 picks a free port"
                                    .formatted(place, listen.getHostString())
                            : "listen: %s: %s; an address of this host is allowed".formatted(place, root.getMessage()),
                    cause);
        }
        return new ListenException("the web server can't start (%s): %s".formatted(places, cause.getMessage()), cause);
    }

    private static void refuseOpenDoor(WebOptions options) throws ListenException {
        InetSocketAddress listen = options.listen();
        if (listen == null) {
            return;
        }
        if (listen.isUnresolved()) {
            throw new ListenException("listen: there is no address for '%s'".formatted(listen.getHostString()));
        }
        boolean loopback = listen.getAddress().isLoopbackAddress();
        if (!loopback && (options.access().token().token() == null || options.tls() == null)) {
            throw new ListenException(
                    "listen: %s:%d can be reached from other hosts, which needs both a token and TLS; without, 127.0.0.1 and [::1] are allowed"
                            .formatted(listen.getHostString(), listen.getPort()));
        }
    }

    private static Server server() {
        var threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("web");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        threads.setIdleTimeout(IDLE_THREAD_MILLIS);
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("web-"));
        ByteBufferPool buffers = new ArrayByteBufferPool(
                0, BUFFER_STEP_BYTES, LARGEST_BUFFER_BYTES, BUFFERS_PER_SIZE, KEPT_BYTES, KEPT_BYTES);
        var server = new Server(threads, new ScheduledExecutorScheduler("web-timer", true), buffers);
        server.setErrorHandler(new ProblemErrors());
        server.setStopTimeout(STOP_MILLIS);
        return server;
    }

    private static Handler handlers(WebOptions options, Gate gate, RunningRequests requests, Pages pages, Handler api) {
        var page = new PageHandler(pages);
        var record = new AccessCheck(gate, new Handler.Sequence(page, api));
        var content = new Handler.Sequence(new LoginHandler(gate, requests, page), record);
        return new SecurityHeaders(new HostCheck(new HostRule(options.access().allowedHosts()), content));
    }

    private static UnixDomainServerConnector overSocket(Server server, Path socket, WebLimits limits) {
        var connector = new UnixDomainServerConnector(server, 0, 1, new HttpConnectionFactory(http(limits)));
        connector.setUnixDomainPath(socket);
        limit(connector, server, limits);
        return connector;
    }

    private static ServerConnector overTcp(
            Server server, InetSocketAddress listen, @Nullable TlsFiles tls, WebLimits limits) throws TlsException {
        var connector = new ServerConnector(server, 0, 1, factories(tls, limits));
        connector.setHost(listen.getAddress().getHostAddress());
        connector.setPort(listen.getPort());
        limit(connector, server, limits);
        return connector;
    }

    private static void limit(AbstractConnector connector, Server server, WebLimits limits) {
        connector.setIdleTimeout(limits.idle().toMillis());
        connector.setShutdownIdleTimeout(STOP_IDLE_MILLIS);
        connector.addBean(new StuckConnections(server.getScheduler(), limits.idle()));
        server.addBean(new NetworkConnectionLimit(limits.connections(), connector));
    }

    private static ConnectionFactory[] factories(@Nullable TlsFiles tls, WebLimits limits) throws TlsException {
        HttpConfiguration configuration = http(limits);
        var http = new HttpConnectionFactory(configuration);
        if (tls == null) {
            return new ConnectionFactory[] {http};
        }
        configuration.addCustomizer(new SecureRequestCustomizer(false)); // names are the HostCheck's affair
        String password = UUID.randomUUID().toString();
        var context = new SslContextFactory.Server();
        context.setKeyStore(tls.load(password.toCharArray()));
        context.setKeyStorePassword(password);
        context.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        return new ConnectionFactory[] {new SslConnectionFactory(context, http.getProtocol()), http};
    }

    private static HttpConfiguration http(WebLimits limits) {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(limits.headerBytes());
        return http;
    }

    private static URI address(ServerConnector tcp) {
        String scheme = tcp.getDefaultConnectionFactory() instanceof SslConnectionFactory ? "https" : "http";
        String host = HostRule.withoutZone(tcp.getHost());
        return URI.create(
                "%s://%s:%d".formatted(scheme, host.contains(":") ? "[" + host + "]" : host, tcp.getLocalPort()));
    }
}
