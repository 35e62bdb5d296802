package dev.tachograph.diff;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who the processes of one name in one unit were.
 *
 * @param before how many different ones the base has
 * @param after how many the window has
 * @param pid of the one that used the most CPU time in the window
 * @param container what people call the container that they are in
 * @param first when the window first tells of one of them
 * @param isKernel whether they are threads of the kernel
 * @param topShare share of the CPU time that the one with the most used, from 0 to 1
 */
record ProcessFacts(
        long before,
        long after,
        @Nullable Long pid,
        @Nullable String container,
        @Nullable Instant first,
        boolean isKernel,
        double topShare) {
    private static final ProcessFacts UNKNOWN = new ProcessFacts(0, 0, null, null, null, false, 0);
    private static final double MOST_OF_IT = 0.8;

    /** All of them, by name and unit. */
    record Known(Map<List<String>, ProcessFacts> byKey, Map<String, String> containers) {

        static Known of(List<AnswerRow> rows) {
            Map<List<String>, ProcessFacts> byKey = new HashMap<>();
            Map<String, String> containers = new HashMap<>();
            for (AnswerRow row : rows) {
                double cpu = row.decimal(8);
                String container = row.wordOrNull(5);
                byKey.put(
                        List.of(row.text(0), row.text(1)),
                        new ProcessFacts(
                                row.number(2),
                                row.number(3),
                                row.numberOrNull(4),
                                container,
                                row.instantOrNull(6),
                                row.truth(7),
                                cpu > 0 ? row.decimal(9) / cpu : 0));
                if (container != null) {
                    containers.merge(row.text(1), container, (a, b) -> a.compareTo(b) <= 0 ? a : b);
                }
            }
            return new Known(byKey, containers);
        }

        ProcessFacts of(String name, String unit) {
            return byKey.getOrDefault(List.of(name, unit), UNKNOWN);
        }

        /** What a unit is called in sentences. */
        String unitWords(String unit) {
            String container = containers.get(unit);
            return container == null ? "unit " + Amounts.name(unit) : "container " + Amounts.name(container);
        }
    }

    boolean isKnown() {
        return before + after > 0;
    }

    boolean isNew() {
        return before == 0 && after > 0;
    }

    boolean isGone() {
        return after == 0 && before > 0;
    }

    /** The one whose figures these are, or nearly so; {@code null} when there are several alike. */
    @Nullable Long onlyPid() {
        return after <= 1 || topShare >= MOST_OF_IT ? pid : null;
    }
}
