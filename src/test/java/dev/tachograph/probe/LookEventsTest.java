package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.Balance;
import dev.tachograph.model.CgroupSample;
import dev.tachograph.model.ControlGroup;
import dev.tachograph.model.Event;
import dev.tachograph.model.FilesystemSample;
import dev.tachograph.model.HostSample;
import dev.tachograph.model.LoadSample;
import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.MemorySample;
import dev.tachograph.model.Moment;
import dev.tachograph.model.PressureSample;
import dev.tachograph.model.ProcessExit;
import dev.tachograph.model.RecorderCost;
import dev.tachograph.model.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Looks tell of crashes, of OOM kills that no line told of, and of file systems that become full; each once. */
class LookEventsTest {
    private static final long INTERVAL_MICROS = 5_000_000;

    private final ToldEvents told = new ToldEvents();
    private final LookEvents events = new LookEvents(told);
    private final LogEvents log = new LogEvents(told, EventLines.BOOT, KernelWitness.NONE);
    private final EventLines lines = new EventLines();
    private Instant now = EventLines.NOON;

    private static ProcessExit exit(int pid, Instant ended, @Nullable Integer signal, boolean coreDumped) {
        return new ProcessExit(
                pid,
                1,
                null,
                null,
                ended,
                2_000_000L,
                null,
                signal,
                coreDumped,
                null,
                null,
                null,
                null,
                "nginx",
                null,
                33L,
                "www",
                ControlGroup.of("/system.slice/nginx.service", "nginx.service", null),
                ProcessExit.Source.TASKSTATS);
    }

    private static CgroupSample group(String path, @Nullable Long oomKills) {
        return new CgroupSample(
                ControlGroup.of(path, null, null),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                oomKills);
    }

    private static FilesystemSample filesystem(String type, boolean readOnly, long available, long inodesUsed) {
        return new FilesystemSample(
                "/data", "/dev/sdb1", type, readOnly, 1000L, 1000 - available, available, 100L, inodesUsed, null);
    }

    private static MemorySample memory(@Nullable Long oomKills) {
        return new MemorySample(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, oomKills);
    }

    private static HostSample host(
            @Nullable Long oomKills, List<FilesystemSample> filesystems, @Nullable List<CgroupSample> groups) {
        return new HostSample(
                List.of(),
                memory(oomKills),
                LoadSample.UNKNOWN,
                PressureSample.UNKNOWN,
                List.of(),
                filesystems,
                List.of(),
                groups == null ? null : new HostSample.Cgroups(INTERVAL_MICROS, groups));
    }

    private List<Event> look(HostSample host, ProcessExit... exits) {
        now = now.plusMillis(INTERVAL_MICROS / 1000);
        var at = new Moment(now, Duration.between(EventLines.NOON, now).toNanos(), 0);
        return events.of(new Tick(
                EventLines.BOOT,
                at,
                INTERVAL_MICROS,
                List.of(),
                List.of(exits),
                host,
                0,
                new Balance(null, null, null),
                new RecorderCost(null, null, null, 0)));
    }

    private List<Event> looks(int count) {
        List<Event> all = new ArrayList<>();
        for (int look = 0; look < count; look++) {
            all.addAll(look(HostSample.NOTHING));
        }
        return all;
    }

    private List<Event> read(LogLine... batch) {
        return log.telling(new LogBatch(List.of(batch), List.of(), List.of())).events();
    }

    @Test
    void aSignalThatTellsOfAMistakeIsACrash() {
        List<Event> crashes = look(
                HostSample.NOTHING,
                exit(7, now, 11, true),
                exit(8, now, 15, false),
                exit(9, now, 9, false),
                exit(10, now, null, false),
                exit(11, now, 6, false),
                exit(12, now, 3, true));
        assertThat(crashes).extracting(event -> event.subject().pid()).containsExactly(7, 11, 12);
        assertThat(crashes.getFirst().detail()).isEqualTo("nginx (pid 7) crashed: SIGSEGV, core dumped");
        assertThat(crashes.getFirst().subject().unit()).isEqualTo("nginx.service");
        assertThat(crashes.getFirst().subject().facts())
                .containsEntry("signal", "SIGSEGV")
                .containsEntry("core_dumped", "true")
                .containsEntry("user", "www");
    }

    @Test
    void aCrashThatBothAnEndAndALineTellOfIsOneInEitherOrder() {
        assertThat(read(lines.coreDump(7, "nginx", 11))).hasSize(1);
        assertThat(look(HostSample.NOTHING, exit(7, now.plusSeconds(1), 11, true)))
                .isEmpty();
        assertThat(look(HostSample.NOTHING, exit(8, now.plusSeconds(1), 11, true)))
                .hasSize(1);
        assertThat(read(
                        lines.pass(8).coreDump(8, "nginx", 11),
                        lines.kernel("worker[9]: segfault at 0 ip 0 sp 0 error 4 in nginx[1+2]")))
                .as("the second one is a thread's number")
                .isEmpty();
    }

    @Test
    void aCounterWithoutALineIsAnEventOfItsGroup() {
        assertThat(look(host(
                        1L, List.of(), List.of(group("/", 1L), group("/a", 1L), group("/a/b", 1L), group("/c", null)))))
                .isEmpty();
        assertThat(looks(10)).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(Event.Kind.OOM_KILL);
            assertThat(event.subject().pid()).isNull();
            assertThat(event.subject().facts()).containsEntry("cgroup", "/a/b").containsEntry("count", "1");
            assertThat(event.at()).isEqualTo(EventLines.NOON.plusSeconds(5));
        });
    }

    @Test
    void groupsThatAreLookedAtLaterStillSayWhereItWas() {
        look(host(2L, List.of(), null));
        look(host(0L, List.of(), List.of(group("/a/b", 2L))));
        assertThat(looks(10))
                .singleElement()
                .satisfies(event -> assertThat(event.subject().facts())
                        .containsEntry("cgroup", "/a/b")
                        .containsEntry("count", "2"));
    }

    @Test
    void aCounterWithItsLineIsOneEventWhicheverComesFirst() {
        String killed = "Out of memory: Killed process %d (java) total-vm:8kB, anon-rss:4kB, file-rss:0kB";
        look(host(1L, List.of(), null));
        assertThat(read(lines.pass(3).kernel(killed.formatted(7)))).hasSize(1);
        assertThat(looks(10)).isEmpty();
        lines.pass(60);
        now = EventLines.NOON.plusSeconds(62);
        assertThat(read(lines.kernel(killed.formatted(8)))).hasSize(1);
        look(host(1L, List.of(), null));
        assertThat(looks(10)).isEmpty();
    }

    @Test
    void whatTheLinesLeaveOutIsCounted() {
        look(host(5L, List.of(), null));
        read(lines.pass(3).kernel("Out of memory: Killed process 7 (java) total-vm:8kB, anon-rss:4kB, file-rss:0kB"));
        assertThat(looks(10))
                .singleElement()
                .satisfies(event -> assertThat(event.subject().facts()).containsEntry("count", "4"));
    }

    @Test
    void withoutTheHostsCounterTheGroupsCount() {
        look(host(null, List.of(), List.of(group("/a", 1L), group("/b", 2L))));
        assertThat(looks(10))
                .extracting(event -> event.subject().facts().get("cgroup")
                        + event.subject().facts().get("count"))
                .containsExactly("/a1", "/b2");
    }

    @Test
    void aFilesystemIsFullOnceUntilItHadRoom() {
        assertThat(look(host(null, List.of(filesystem("ext4", false, 20, 1)), null)))
                .isEmpty();
        assertThat(look(host(null, List.of(filesystem("ext4", false, 10, 1)), null)))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.kind()).isEqualTo(Event.Kind.FILESYSTEM_FULL);
                    assertThat(event.subject().name()).isEqualTo("/data");
                    assertThat(event.subject().facts())
                            .containsEntry("size_bytes", "1000")
                            .containsEntry("available_bytes", "10");
                });
        for (long available : new long[] {0, 20, 5, 30}) {
            assertThat(look(host(null, List.of(filesystem("ext4", false, available, 1)), null)))
                    .isEmpty();
        }
        assertThat(looks(3)).isEmpty();
        assertThat(look(host(null, List.of(filesystem("ext4", false, 40, 1)), null)))
                .isEmpty();
        assertThat(look(host(null, List.of(filesystem("ext4", false, 9, 1)), null)))
                .hasSize(1);
    }

    @Test
    void aFilesystemWithoutRoomForFilesIsFullToo() {
        assertThat(look(host(null, List.of(filesystem("ext4", false, 500, 99)), null)))
                .extracting(Event::detail)
                .containsExactly("/data has room for no more files");
    }

    @Test
    void imagesAndWhatNobodyMayWriteAreFullByNature() {
        assertThat(look(host(null, List.of(filesystem("squashfs", false, 0, 1), filesystem("ext4", true, 0, 1)), null)))
                .isEmpty();
    }

    @Test
    void whatDoesNotAnswerIsNotFull() {
        var silent = new FilesystemSample("/nfs", "server:/", "nfs", false, null, null, null, null, null, "it hangs");
        assertThat(look(host(null, List.of(silent), null))).isEmpty();
    }

    @Test
    void aCrashLoopIsCutAndCounted() {
        ProcessExit[] loop = new ProcessExit[300];
        for (int i = 0; i < loop.length; i++) {
            loop[i] = exit(1000 + i, now, 6, false);
        }
        List<Event> crashes = look(HostSample.NOTHING, loop);
        assertThat(crashes).hasSize(EventLimit.MOST_A_MINUTE + 1);
        assertThat(crashes.getLast().subject().facts()).containsEntry("count", "200");
    }
}
