package dev.tachograph.model;

/**
 * One process at one instant. A process that did not run since the look before is the same object again, so that a
 * snapshot of thousands costs little more than its list.
 */
public record ProcessSample(
        ProcessKey key, ProcessDescription description, ProcessFigures figures, ProcessActivity activity) {

    /** The same process one quiet interval later. */
    public ProcessSample idle() {
        return activity.equals(ProcessActivity.NONE)
                ? this
                : new ProcessSample(key, description, figures, ProcessActivity.NONE);
    }
}
