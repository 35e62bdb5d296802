package dev.tachograph.probe;

/**
 * How much of what is optional a look does. What it leaves out is not known for that tick and recorded as such; processes and
 * the figures of the host are never left out.
 *
 * @param proportionalMemory whether the memory of the largest processes is looked at page by page (PSS)
 * @param cgroups whether control groups are looked at
 */
public record Effort(boolean proportionalMemory, boolean cgroups) {
    /** Everything. */
    public static final Effort FULL = new Effort(true, true);
}
