/** Wiring: builds the recorder from its settings, starts it, and closes it in reverse. */
@NullMarked
package dev.tachograph.app;

import org.jspecify.annotations.NullMarked;
