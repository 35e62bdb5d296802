/** Where facts are kept: the only package that knows the database. */
@NullMarked
package dev.tachograph.store;

import org.jspecify.annotations.NullMarked;
