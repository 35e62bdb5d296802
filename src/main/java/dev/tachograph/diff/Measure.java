package dev.tachograph.diff;

import dev.tachograph.diff.Cause.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What processes and units are measured by.
 *
 * <p>{@code half}: a difference of that size counts half. It goes by what the host has or usually does, so that what is much on one
 * host is little on another.
 */
enum Measure {
    CPU("cpu", 80, "cores", Resource.CPU),
    MEMORY("memory", 80, "bytes", Resource.MEMORY),
    READ("read", 60, "bytes/s", Resource.STORAGE),
    WRITE("write", 65, "bytes/s", Resource.STORAGE),
    THROTTLED("throttled", 55, "cores", null),
    CPU_PRESSURE("cpu_pressure", 35, "percent", null),
    MEMORY_PRESSURE("memory_pressure", 40, "percent", null),
    IO_PRESSURE("io_pressure", 40, "percent", null);

    /** Storage that a host has at least, in bytes per second: what hardly any disk notices. */
    private static final double LEAST_STORAGE = 5e6;

    private final String word;
    private final double weight;
    private final String unit;
    private final @Nullable Resource resource;

    Measure(String word, double weight, String unit, @Nullable Resource resource) {
        this.word = word;
        this.weight = weight;
        this.unit = unit;
        this.resource = resource;
    }

    static Measure ofWord(String word) {
        for (Measure measure : values()) {
            if (measure.word.equals(word)) {
                return measure;
            }
        }
        throw new IllegalArgumentException(word);
    }

    double weight() {
        return weight;
    }

    String unit() {
        return unit;
    }

    @Nullable Resource resource() {
        return resource;
    }

    double half(Frame frame) {
        return switch (this) {
            case CPU, THROTTLED -> Math.max(frame.cpus(), 1) / 10;
            case MEMORY -> Math.max(frame.memoryBytes(), 1e9) / 10;
            case READ, WRITE -> frame.storageRate() + LEAST_STORAGE;
            case CPU_PRESSURE, MEMORY_PRESSURE, IO_PRESSURE -> 20;
        };
    }

    /** An amount with its unit. */
    String words(double amount) {
        return switch (this) {
            case CPU, THROTTLED -> amount == 1 ? "1 core" : Amounts.number(amount) + " cores";
            case MEMORY -> Amounts.bytes(amount);
            case READ, WRITE -> Amounts.bytes(amount) + "/s";
            case CPU_PRESSURE, MEMORY_PRESSURE, IO_PRESSURE -> Amounts.number(amount) + " %";
        };
    }

    /** What the subject of a sentence did. */
    String verb() {
        return switch (this) {
            case CPU -> "used";
            case MEMORY -> "held";
            case READ -> "read";
            case WRITE -> "wrote";
            case THROTTLED -> "was held back by its limit for";
            case CPU_PRESSURE -> "waited for a CPU";
            case MEMORY_PRESSURE -> "waited for memory";
            case IO_PRESSURE -> "waited for storage";
        };
    }
}
