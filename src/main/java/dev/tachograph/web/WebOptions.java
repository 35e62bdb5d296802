package dev.tachograph.web;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where and for whom a {@link WebServer} answers.
 *
 * @param listen the TCP address, port 0 for any free one; null for none
 * @param dataDirectory where the socket {@value WebServer#SOCKET_NAME} is made
 * @param tls what to encrypt TCP with; null for plain HTTP
 */
public record WebOptions(
        @Nullable InetSocketAddress listen,
        Path dataDirectory,
        AccessRules access,
        @Nullable TlsFiles tls,
        WebLimits limits) {}
