/** When to look: the cadence, and the bounded channel that observations are offered to. */
@NullMarked
package dev.tachograph.record;

import org.jspecify.annotations.NullMarked;
