package dev.tachograph.store;

import dev.tachograph.settings.Settings.Limit;

/**
 * One limit for all roll-ups, of which hours get up to a third, and minutes what they leave: hours are small, and are what a year
 * is looked at with.
 */
final class RollUpLimits {
    private static final int HOURS_SHARE = 3;

    private RollUpLimits() {}

    static Limit hours(Limit all) {
        return new Limit(all.days(), all.bytes() / HOURS_SHARE);
    }

    /** @param hourBytes that hours take */
    static Limit minutes(Limit all, long hourBytes) {
        return new Limit(all.days(), all.bytes() - Math.min(hourBytes, all.bytes() / HOURS_SHARE));
    }
}
