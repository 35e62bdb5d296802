package dev.tachograph.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.linux.Sandbox;
import dev.tachograph.linux.Sandbox.Outcome;
import dev.tachograph.linux.Sandbox.Part;
import dev.tachograph.model.Finding.Level;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What doctor says of the cage. */
class CageFindingTest {
    private static Sandbox.Report without(Part... parts) {
        return new Sandbox.Report(Stream.of(Part.values())
                .map(part -> List.of(parts).contains(part)
                        ? new Outcome(part, false, "landlock: error 38")
                        : new Outcome(part, true, ""))
                .toList());
    }

    @Test
    void aWholeCageIsFine() {
        assertThat(CageFinding.of(without()).level()).isEqualTo(Level.OK);
    }

    @Test
    void whatIsMissingIsSaidWithWhatItMeans() {
        var finding = CageFinding.of(without(Part.FILES));
        assertThat(finding.level()).isEqualTo(Level.LIMITED);
        assertThat(finding.found())
                .isEqualTo("not caged by the kernel; missing: files (landlock: error 38): "
                        + "only DuckDB's own rules keep a statement from other files");
        assertThat(finding.remedy()).contains("Landlock");
    }

    @Test
    void whatCostsOnlyComfortLeavesACage() {
        assertThat(CageFinding.of(without(Part.FIRST_TO_DIE, Part.GIVING_WAY)).found())
                .startsWith("caged; missing: first to go");
    }
}
