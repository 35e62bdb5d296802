/** The facts: plain values with units in their names; no I/O and no clock. */
@NullMarked
package dev.tachograph.model;

import org.jspecify.annotations.NullMarked;
