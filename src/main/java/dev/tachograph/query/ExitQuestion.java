package dev.tachograph.query;

import dev.tachograph.store.Micros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which ends of processes are meant.
 *
 * @param name the kernel's name of the program; {@code null} for all
 * @param unit {@code null} for all
 */
public record ExitQuestion(
        Instant from,
        Instant to,
        @Nullable String name,
        @Nullable String unit) {
    String condition() {
        return "timestamp >= make_timestamptz(?) AND timestamp < make_timestamptz(?)"
                + (name == null ? "" : " AND name = ?")
                + (unit == null ? "" : " AND unit = ?");
    }

    List<Object> parameters() {
        List<Object> parameters = new ArrayList<>(List.of(Micros.of(from), Micros.of(to)));
        if (name != null) {
            parameters.add(name);
        }
        if (unit != null) {
            parameters.add(unit);
        }
        return parameters;
    }
}
