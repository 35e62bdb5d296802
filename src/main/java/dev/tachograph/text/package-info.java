/** Text from and for people: what strangers wrote made fit to be shown, and what somebody who mistyped may have meant. */
@NullMarked
package dev.tachograph.text;

import org.jspecify.annotations.NullMarked;
