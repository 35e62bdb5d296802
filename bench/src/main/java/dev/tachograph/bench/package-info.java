/** Measures what the recorder costs, beside programs that do the same work, and says so in tables. */
@NullMarked
package dev.tachograph.bench;

import org.jspecify.annotations.NullMarked;
