package dev.tachograph.diff;

import dev.tachograph.diff.Cause.Resource;

/** The figures of the host that are compared. */
enum HostFigure {
    CPU_BUSY("cpu", "busy", 60, Resource.CPU, Kind.CORES, "CPUs busy"),
    CPU_IOWAIT("cpu", "iowait", 45, Resource.STORAGE, Kind.CORES, "CPUs idle that waited for storage"),
    CPU_STEAL("cpu", "steal", 50, Resource.CPU, Kind.CORES, "CPUs that the hypervisor gave to others"),
    MEMORY_USED("memory", "used_bytes", 60, Resource.MEMORY, Kind.MEMORY, "memory in use"),
    SWAP_USED("memory", "swap_used_bytes", 50, Resource.MEMORY, Kind.MEMORY, "swap in use"),
    SWAP_IN("memory", "swap_in_rate", 45, Resource.MEMORY, Kind.SWAP, "read from swap"),
    SWAP_OUT("memory", "swap_out_rate", 45, Resource.MEMORY, Kind.SWAP, "written to swap"),
    MAJOR_FAULTS("memory", "major_faults", 35, Resource.MEMORY, Kind.FAULTS, "page faults that had to read"),
    LOAD("load", "load1", 30, Resource.CPU, Kind.THREADS, "load"),
    BLOCKED("load", "blocked", 40, Resource.STORAGE, Kind.THREADS, "threads that waited for storage"),
    FORKS("load", "forks", 45, Resource.FORKS, Kind.FORKS, "processes and threads that began"),
    CPU_PRESSURE("pressure", "cpu_some", 40, Resource.CPU, Kind.PRESSURE, "waiting for a CPU"),
    MEMORY_PRESSURE("pressure", "memory_some", 45, Resource.MEMORY, Kind.PRESSURE, "waiting for memory"),
    MEMORY_FULL("pressure", "memory_full", 50, Resource.MEMORY, Kind.PRESSURE, "everybody waiting for memory"),
    IO_PRESSURE("pressure", "io_some", 40, Resource.STORAGE, Kind.PRESSURE, "waiting for storage"),
    IO_FULL("pressure", "io_full", 45, Resource.STORAGE, Kind.PRESSURE, "everybody waiting for storage"),
    DISK_READ("disks", "read_rate", 45, Resource.STORAGE, Kind.STORAGE, "reads"),
    DISK_WRITE("disks", "write_rate", 45, Resource.STORAGE, Kind.STORAGE, "writes"),
    DISK_BUSY("disks", "busy", 40, Resource.STORAGE, Kind.PRESSURE, "busy"),
    RECEIVED("networks", "receive_rate", 45, Resource.NETWORK, Kind.NETWORK, "receives"),
    SENT("networks", "send_rate", 45, Resource.NETWORK, Kind.NETWORK, "sends"),
    NETWORK_ERRORS("networks", "errors", 50, Resource.NETWORK, Kind.ERRORS, "packets lost or spoilt");

    /** What a figure is measured in, and from which size on a difference counts half. */
    enum Kind {
        CORES("cores"),
        MEMORY("bytes"),
        SWAP("bytes/s"),
        FAULTS("per second"),
        THREADS("threads"),
        FORKS("per second"),
        PRESSURE("percent"),
        STORAGE("bytes/s"),
        NETWORK("bytes/s"),
        ERRORS("packets/s");

        private final String unit;

        Kind(String unit) {
            this.unit = unit;
        }

        String unit() {
            return unit;
        }

        private String words(double amount) {
            return switch (this) {
                case CORES -> amount == 1 ? "1 core" : Amounts.number(amount) + " cores";
                case MEMORY -> Amounts.bytes(amount);
                case SWAP, STORAGE, NETWORK -> Amounts.bytes(amount) + "/s";
                case FAULTS, FORKS -> Amounts.number(amount) + " a second";
                case THREADS -> Amounts.number(amount);
                case PRESSURE -> Amounts.number(amount) + " % of the time";
                case ERRORS -> Amounts.number(amount) + " a second";
            };
        }
    }

    private final String table;
    private final String column;
    private final double weight;
    private final Resource resource;
    private final Kind kind;
    private final String words;

    HostFigure(String table, String column, double weight, Resource resource, Kind kind, String words) {
        this.table = table;
        this.column = column;
        this.weight = weight;
        this.resource = resource;
        this.kind = kind;
        this.words = words;
    }

    /** Its table and column, as the roll-ups name it. */
    String metric() {
        return table + "." + column;
    }

    static HostFigure ofMetric(String metric) {
        for (HostFigure figure : values()) {
            if (figure.metric().equals(metric)) {
                return figure;
            }
        }
        throw new IllegalArgumentException(metric);
    }

    String table() {
        return table;
    }

    /** The column of the view that has it. */
    String column() {
        return this == NETWORK_ERRORS ? "receive_errors" : column;
    }

    double weight() {
        return weight;
    }

    Resource resource() {
        return resource;
    }

    String unit() {
        return kind.unit();
    }

    /** @param before what the base had */
    double half(Frame frame, double before) {
        return switch (kind) {
            case CORES -> Math.max(frame.cpus(), 1) / 10;
            case MEMORY -> Math.max(frame.memoryBytes(), 1e9) / 10;
            case SWAP -> 5e6;
            case FAULTS -> 100;
            case THREADS -> Math.max(frame.cpus(), 1) / 2;
            case FORKS -> 20 + before;
            case PRESSURE -> 20;
            case STORAGE -> Math.max(frame.storageRate(), before) + 5e6;
            case NETWORK -> before + 1e6;
            case ERRORS -> 1;
        };
    }

    /** Whether it is the one that says how much of its resource is used. */
    boolean isMeasureOfItsResource() {
        return switch (this) {
            case CPU_BUSY, MEMORY_USED, FORKS, DISK_READ, DISK_WRITE -> true;
            default -> false;
        };
    }

    /** Whether the most of it counts and not the average: what is held and not used up. */
    boolean isHeld() {
        return kind == Kind.MEMORY;
    }

    String sentence(String device, LevelChange.Scored scored, String step) {
        String subject = device.isEmpty() ? "" : Amounts.name(device) + " ";
        boolean isBusiest = scored.isPeak() && !isHeld();
        return "%s%s: %s%s%s, %s%s before"
                .formatted(
                        subject,
                        words,
                        scored.isPeak() && isHeld() ? "up to " : "",
                        kind.words(scored.after()),
                        isBusiest ? " in the busiest " + step : "",
                        scored.isPeak() ? "at most " : "",
                        kind.words(scored.before()));
    }
}
