/** A made-up host: what a probe would see of it, tick by tick, the same for the same seed. */
@NullMarked
package dev.tachograph.simulation;

import org.jspecify.annotations.NullMarked;
