/** The page in a real browser, served by a real recorder that watches this host. */
@NullMarked
package dev.tachograph.e2e;

import org.jspecify.annotations.NullMarked;
