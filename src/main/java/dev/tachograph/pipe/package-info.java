/** The search language with pipes: what it means, and the SQL that it becomes. */
@NullMarked
package dev.tachograph.pipe;

import org.jspecify.annotations.NullMarked;
