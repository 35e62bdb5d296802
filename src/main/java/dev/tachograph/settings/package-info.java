/**
 * What the user may set: one list of all settings, read from flags, environment, file and defaults into one record. Every
 * wrong value in any source is found before anything starts.
 */
@NullMarked
package dev.tachograph.settings;

import org.jspecify.annotations.NullMarked;
