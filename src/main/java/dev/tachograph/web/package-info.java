/**
 * Answers over HTTP: a table of routes that knows nothing of any server, and the server that puts it on a TCP port and on
 * the socket in the data directory.
 */
@NullMarked
package dev.tachograph.web;

import org.jspecify.annotations.NullMarked;
