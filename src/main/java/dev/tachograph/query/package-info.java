/** What was asked: instants, filters and orders over what the store holds. */
@NullMarked
package dev.tachograph.query;

import org.jspecify.annotations.NullMarked;
