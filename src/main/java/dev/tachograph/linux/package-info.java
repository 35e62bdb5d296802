/** The kernel and the C library, and nothing of ours: thin ways to descriptors, clocks and files, each with a plainer one behind it. */
@NullMarked
package dev.tachograph.linux;

import org.jspecify.annotations.NullMarked;
