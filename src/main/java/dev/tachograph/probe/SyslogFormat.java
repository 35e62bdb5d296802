package dev.tachograph.probe;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.function.UnaryOperator;

/**
 * How log files are to be understood.
 *
 * @param zone of stamps that tell none
 * @param redact takes secrets out of messages
 * @param clock of this host
 */
record SyslogFormat(ZoneId zone, UnaryOperator<String> redact, InstantSource clock) {}
