package dev.tachograph.store;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** How far something that takes long has come, and whether anybody still waits for it. For any thread. */
public final class Course {
    private final BooleanSupplier isUnwanted;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong total = new AtomicLong();

    /**
     * A course at its begin.
     *
     * @param isUnwanted whether it is to be given up; asked often
     */
    public Course(BooleanSupplier isUnwanted) {
        this.isUnwanted = isUnwanted;
    }

    /** Of something that goes on to its end. */
    public static Course toTheEnd() {
        return new Course(() -> false);
    }

    /** Nobody waits for it any more, and it was given up. */
    public static final class GivenUpException extends IOException {
        private static final long serialVersionUID = 1;

        GivenUpException() {
            super("it was given up, as nobody waits for it any more");
        }
    }

    /** Bytes that were read so far. */
    public long doneBytes() {
        return done.get();
    }

    /** Bytes that there are to read, as far as that is known by now. */
    public long totalBytes() {
        return total.get();
    }

    /** There are so many bytes more to read. */
    void expect(long bytes) {
        total.addAndGet(bytes);
    }

    /** So many bytes more are read. */
    void passed(long bytes) throws GivenUpException {
        done.addAndGet(bytes);
        check();
    }

    /** Whether nobody waits for it any more. */
    public boolean isUnwanted() {
        return isUnwanted.getAsBoolean();
    }

    /** Ends it if nobody waits for it. */
    void check() throws GivenUpException {
        if (isUnwanted()) {
            throw new GivenUpException();
        }
    }
}
