package dev.tachograph.model;

import java.time.Instant;

/**
 * One instant on the three clocks of the host.
 *
 * @param wall what people call the time; may be set forwards and backwards
 * @param boottimeNanos since boot, with the time the machine was suspended
 * @param monotonicNanos since boot, without that time
 */
public record Moment(Instant wall, long boottimeNanos, long monotonicNanos) {}
