package dev.tachograph.probe;

import dev.tachograph.linux.KernelLog;
import java.io.IOException;
import java.time.Duration;

/** Where records of the kernel's log come from: see {@link KernelLog}. */
interface KernelRecords extends AutoCloseable {
    /** The length of the next record, or a negated error number. */
    int read(byte[] into) throws IOException;

    /** Waits for one. */
    void await(Duration patience);

    @Override
    void close();

    /** Those of this host. */
    static KernelRecords ofHost() throws IOException {
        KernelLog log = KernelLog.open(KernelLog.DEVICE);
        return new KernelRecords() {
            @Override
            public int read(byte[] into) {
                return log.read(into);
            }

            @Override
            public void await(Duration patience) {
                log.await(patience);
            }

            @Override
            public void close() {
                log.close();
            }
        };
    }
}
