package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.LogOrigin;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogOriginsTest {
    private static final UUID NUMBERING = new UUID(1, 2);

    private final LogOrigins origins = new LogOrigins();

    private LogOrigin origin(int pid, String commandLine) {
        @Nullable Object[] columns = new Object[JournalField.COLUMNS];
        columns[JournalField.PID] = pid;
        columns[JournalField.CMDLINE] = commandLine;
        return origins.of(NUMBERING, columns);
    }

    @Test
    void originsWithLongTextsTakeBoundedMemory() {
        for (int pid = 1; pid < 3_000; pid++) {
            String commandLine = pid + "x".repeat(4_000);
            LogOrigin origin = origin(pid, commandLine);

            assertThat(origin.cmdline()).isEqualTo(commandLine);
            assertThat(origin(pid, commandLine)).isSameAs(origin);
            assertThat(origins.weight()).isBetween(origin.weight(), LogOrigins.MOST_WEIGHT);
        }
    }
}
