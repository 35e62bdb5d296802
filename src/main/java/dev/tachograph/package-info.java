/** The flight recorder for a Linux host; the packages stand in the order in which the data flows. */
@NullMarked
package dev.tachograph;

import org.jspecify.annotations.NullMarked;
