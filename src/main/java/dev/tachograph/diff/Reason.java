package dev.tachograph.diff;

/**
 * A part of a score.
 *
 * @param name {@code weight}, {@code size}, {@code surprise}, {@code direction} or {@code evidence}
 * @param points what it adds, or takes away; those of all reasons add up to the score
 * @param sentence for people
 */
public record Reason(String name, double points, String sentence) {}
