/** Incident bundles: one file with everything of a window of time, and how it is read elsewhere. */
@NullMarked
package dev.tachograph.bundle;

import org.jspecify.annotations.NullMarked;
