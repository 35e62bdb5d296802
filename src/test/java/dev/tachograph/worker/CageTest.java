package dev.tachograph.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tachograph.linux.Sandbox;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From within the cage everything is tried that must not be possible, by means far beyond SQL. */
@Timeout(120)
class CageTest {
    private static final long RECORDER = ProcessHandle.current().pid();

    @TempDir
    private static Path folder;

    private static Workshop workshop;

    @BeforeAll
    static void open() throws Exception {
        workshop = new Workshop(folder);
        Sandbox.Report report = workshop.pool
                .start(Places.NONE, Deadline.in(Duration.ofSeconds(60)))
                .report();
        assumeThat(report.isCaged())
                .as("a kernel with Landlock and seccomp: %s", report)
                .isTrue();
    }

    @AfterAll
    static void close() {
        workshop.close();
    }

    @Test
    void everyPartHolds() throws Exception {
        assertThat(CagedRunner.examine(folder.resolve("examined")).missing()).isEmpty();
    }

    @Test
    void callsThatReachOthersAreRefused() throws Exception {
        assertThat(workshop.ask(":calls " + RECORDER)).isEmpty();
    }

    @Test
    void noFileNoSocketNoProgramAndNoProcessIsWithinReach() throws Exception {
        String deeds = workshop.ask(":deeds %d %s %s %s"
                .formatted(
                        RECORDER,
                        workshop.data.resolve("segments"),
                        workshop.data.resolve("snapshots"),
                        workshop.data.resolve("secret")));
        assertThat(deeds.lines()).hasSizeGreaterThan(30).allMatch(line -> line.contains("→ refused"));
        assertThat(workshop.data.resolve("segments/segment")).hasContent("what was recorded");
    }

    @Test
    void whatItNeedsItHas() throws Exception {
        String needs = workshop.ask(
                ":needs %s %s".formatted(workshop.data.resolve("segments"), workshop.data.resolve("snapshots")));
        assertThat(needs.lines()).hasSize(4).allMatch(line -> line.endsWith("→ done"));
    }

    @Test
    void itHasNoCapabilitiesAndGetsNone() throws Exception {
        assertThat(workshop.ask(":status").lines())
                .contains(
                        "CapEff:\t0000000000000000",
                        "CapPrm:\t0000000000000000",
                        "CapAmb:\t0000000000000000",
                        "NoNewPrivs:\t1",
                        "Seccomp:\t2");
    }

    @Test
    void itKnowsNothingOfTheRecordersEnvironment() throws Exception {
        assertThat(workshop.ask(":environment").lines()).containsExactlyInAnyOrder("LC_ALL", "MALLOC_ARENA_MAX");
    }

    @Test
    void filesOfOthersAreOutOfReachOfAnUnprotectedDatabase() {
        Path segments = workshop.data.resolve("segments");
        for (String sql : new String[] {
            "SELECT * FROM read_text('/etc/passwd')",
            "SELECT * FROM read_text('%s')".formatted(workshop.data.resolve("secret")),
            "COPY (SELECT 1) TO '%s/written.parquet'".formatted(segments),
            "COPY (SELECT 1) TO '/tmp/written.parquet'",
            "ATTACH '%s/written.duckdb'".formatted(segments),
            "EXPORT DATABASE '%s/exported'".formatted(segments),
            "INSTALL httpfs",
            "SELECT * FROM read_csv('/proc/%d/environ')"
                    .formatted(ProcessHandle.current().pid()),
        }) {
            assertThat(catchThrowable(() -> workshop.ask(sql))).as(sql).isInstanceOf(SqlRefusal.class);
        }
        assertThat(segments).isDirectoryNotContaining("glob:**writ*");
        assertThat(Path.of("/tmp/written.parquet")).doesNotExist();
    }
}
