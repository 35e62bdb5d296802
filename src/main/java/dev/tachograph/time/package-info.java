/** How people write times, lengths of time and ranges, and what they mean. Reads no clock: now is an argument. */
@NullMarked
package dev.tachograph.time;

import org.jspecify.annotations.NullMarked;
