package dev.tachograph.model;

import java.util.Locale;

/** What the scheduler says of a process. Codes are stored: never renumber them. Source: proc_pid_stat(5), field 3. */
public enum ProcessStatus {
    RUNNING(1),
    SLEEPING(2),
    DISK_SLEEP(3),
    STOPPED(4),
    TRACED(5),
    ZOMBIE(6),
    IDLE(7),
    DEAD(8);

    private final byte code;

    ProcessStatus(int code) {
        this.code = (byte) code;
    }

    /** The number that stands for this status in the store. */
    public byte code() {
        return code;
    }

    /** The word that users see. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The status behind a number of the store. */
    public static ProcessStatus ofCode(int code) {
        for (ProcessStatus status : values()) {
            if (status.code == code) {
                return status;
            }
        }
        throw new IllegalArgumentException("no process status has the code " + code);
    }

    /** The status behind the kernel's letter; parked threads of the kernel count as idle, waking ones as running. */
    public static ProcessStatus ofLetter(char letter) {
        return switch (letter) {
            case 'R', 'W' -> RUNNING;
            case 'S' -> SLEEPING;
            case 'D', 'K' -> DISK_SLEEP;
            case 'T' -> STOPPED;
            case 't' -> TRACED;
            case 'Z' -> ZOMBIE;
            case 'I', 'P' -> IDLE;
            case 'X', 'x' -> DEAD;
            default -> throw new IllegalArgumentException("the kernel knows no process state '" + letter + "'");
        };
    }
}
