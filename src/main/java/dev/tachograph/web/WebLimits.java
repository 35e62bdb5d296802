package dev.tachograph.web;

import java.time.Duration;

/**
 * What one client can take up at most.
 *
 * @param idle how long a connection may lie still, and how long the head of a request may take
 * @param request how long one request may take, from its head to the end of its answer
 * @param connections at the same time, over TCP and over the socket each
 * @param headerBytes of one request, its first line included
 * @param bodyBytes of one request
 */
public record WebLimits(Duration idle, Duration request, int connections, int headerBytes, int bodyBytes) {
    public static final WebLimits DEFAULT =
            new WebLimits(Duration.ofSeconds(30), Duration.ofSeconds(60), 64, 8 * 1024, 1024 * 1024);
}
