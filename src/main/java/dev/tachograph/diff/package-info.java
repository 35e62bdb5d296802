/** What changed: one window of time against another, the most surprising difference first. */
@NullMarked
package dev.tachograph.diff;

import org.jspecify.annotations.NullMarked;
