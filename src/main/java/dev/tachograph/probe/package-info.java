/** What is observed: turns the kernel's files and clocks into the facts of the model. */
@NullMarked
package dev.tachograph.probe;

import org.jspecify.annotations.NullMarked;
