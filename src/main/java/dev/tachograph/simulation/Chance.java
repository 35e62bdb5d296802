package dev.tachograph.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** What happens by chance: one seed, and arithmetic that gives the same on every machine. */
final class Chance {
    private final SplittableRandom random;

    Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Whether something of this probability happens. */
    boolean happens(double probability) {
        return random.nextDouble() < probability;
    }

    double upTo(double bound) {
        return random.nextDouble() * bound;
    }

    /** A number from 0 to below the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    long bits() {
        return random.nextLong();
    }

    <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** A factor whose median is 1: half of the values lie above, seldom far above; the spread is that of its logarithm. */
    double factor(double spread) {
        return StrictMath.exp(spread * normal());
    }

    /** How long until something happens that has no memory. */
    double pause(double mean) {
        return -mean * StrictMath.log(1 - random.nextDouble());
    }

    /** Near enough for a host that is made up: four dice. */
    private double normal() {
        double sum = random.nextDouble() + random.nextDouble() + random.nextDouble() + random.nextDouble();
        return (sum - 2) * 1.7320508;
    }
}
