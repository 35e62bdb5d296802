package dev.tachograph.worker;

import org.jspecify.annotations.Nullable;

/** What a frame between recorder and worker says. Its code is its first byte. */
enum FrameType {
    /** To the worker: a statement. */
    REQUEST('Q'),
    /** To the worker: give up the statement with this number. */
    CANCEL('C'),
    /** From the worker: it is ready, and what its cage is like. */
    READY('R'),
    /** From the worker: an answer begins, with its columns. */
    COLUMNS('H'),
    /** From the worker: a piece of the rows. */
    ROWS('D'),
    /** From the worker: an answer is whole. */
    END('E'),
    /** From the worker: there is no answer, or no more of it. */
    REFUSAL('X');

    final byte code;

    FrameType(char code) {
        this.code = (byte) code;
    }

    static @Nullable FrameType of(byte code) {
        for (FrameType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        return null;
    }
}
