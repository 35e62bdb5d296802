/** The command line: thin commands that ask a running recorder over its socket, or a stopped one's files. */
@NullMarked
package dev.tachograph.cli;

import org.jspecify.annotations.NullMarked;
