/** SQL that somebody typed, run in a process of its own that can read what was recorded and do nothing else. */
@NullMarked
package dev.tachograph.worker;

import org.jspecify.annotations.NullMarked;
