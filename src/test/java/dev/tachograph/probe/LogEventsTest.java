package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.Event;
import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of kernels and service managers of many years tell of events, once; lines that only look like them do not. */
class LogEventsTest {
    private static final UUID START_FAILED = UUID.fromString("be02cf68-55d2-428b-a40d-f7e9d022f03d");

    /** Of Linux 6.18, in a group with a limit of 32 MiB. */
    private static final String ANNOUNCED =
            "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/system.slice/shop.service,task_memcg=/system.slice/shop.service,task=python3,pid=770,uid=0";

    private static final String KILLED =
            "Memory cgroup out of memory: Killed process 770 (python3) total-vm:43292kB, anon-rss:32384kB, file-rss:6492kB, shmem-rss:0kB, UID:0 pgtables:120kB oom_score_adj:1000";

    private static final List<String> REAL_LINES = List.of(
            ANNOUNCED,
            KILLED,
            "Out of memory: Killed process 1234 (java) total-vm:8123456kB, anon-rss:4012345kB, file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:9000kB oom_score_adj:0",
            "Out of memory: Kill process 1234 (java) score 900 or sacrifice child",
            "Killed process 1234 (java) total-vm:8123456kB, anon-rss:4012345kB, file-rss:0kB, shmem-rss:0kB",
            "Killed process 1234 (java), UID 1000, total-vm:8123456kB, anon-rss:4012345kB, file-rss:0kB, shmem-rss:0kB",
            "nginx[4321]: segfault at 0 ip 000055d0c0de1234 sp 00007ffc12345678 error 4 in nginx[55d0c0d00000+e5000] likely on CPU 3 (core 3, socket 0)",
            "traps: chrome[99] trap invalid opcode ip:55d0 sp:7ffc error:0 in chrome[55d0+1000]",
            "traps: worker[7] general protection fault ip:7f sp:7f error:0 in libc.so.6[7f+1000]",
            "app[55]: unhandled level 2 translation fault (11) at 0x00000000, esr 0x92000006, in app[400000+1000]",
            "shop.service: Failed with result 'exit-code'.",
            "shop.service: Scheduled restart job, restart counter is at 5.",
            "Reached target poweroff.target - System Power Off.");

    private final EventLines lines = new EventLines();
    private final ToldEvents told = new ToldEvents();
    private final LogEvents events = new LogEvents(told, new UUID(9, 9), KernelWitness.NONE);

    private List<Event> of(LogLine... batch) {
        return events.telling(new LogBatch(List.of(batch), List.of(), List.of()))
                .events();
    }

    private Event one(LogLine... batch) {
        List<Event> found = of(batch);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    @Test
    void anOomKillIsJoinedWithTheGroupThatWasAnnouncedBeforeIt() {
        Event event = one(lines.kernel(ANNOUNCED), lines.kernel(KILLED));
        assertThat(event.kind()).isEqualTo(Event.Kind.OOM_KILL);
        assertThat(event.bootId()).isEqualTo(EventLines.BOOT);
        assertThat(event.at()).isEqualTo(EventLines.NOON);
        assertThat(event.subject().pid()).isEqualTo(770);
        assertThat(event.subject().name()).isEqualTo("python3");
        assertThat(event.subject().unit()).isEqualTo("shop.service");
        assertThat(event.subject().facts())
                .containsEntry("cgroup", "/system.slice/shop.service")
                .containsEntry("constraint", "CONSTRAINT_MEMCG")
                .containsEntry("rss_bytes", Long.toString((32384L + 6492) * 1024))
                .containsEntry("anon_rss_bytes", Long.toString(32384L * 1024))
                .containsEntry("total_vm_bytes", Long.toString(43292L * 1024))
                .containsEntry("oom_score_adj", "1000")
                .containsEntry("uid", "0")
                .containsEntry("source", "kernel");
    }

    @Test
    void theAnnouncementMayComeInTheBatchBefore() {
        assertThat(of(lines.kernelInJournal(ANNOUNCED))).isEmpty();
        assertThat(one(lines.kernelInJournal(KILLED)).subject().unit()).isEqualTo("shop.service");
    }

    @Test
    void aPastThatIsReadBackwardsIsJoinedAlike() {
        LogLine first = lines.kernelInJournal(ANNOUNCED);
        LogLine second = lines.kernelInJournal(KILLED);
        assertThat(one(second, first).subject().unit()).isEqualTo("shop.service");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Out of memory: Killed process 1234 (java) total-vm:8kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:9kB oom_score_adj:0 | 4096",
                "Killed process 1234 (java) total-vm:8kB, anon-rss:4kB, file-rss:1kB, shmem-rss:1kB | 6144",
                "Killed process 1234 (java), UID 1000, total-vm:8kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB | 4096",
                "Killed process 1234 (java) total-vm:8kB, anon-rss:4kB, file-rss:0kB | 4096",
                "Out of memory (oom_kill_allocating_task): Killed process 1234 (java) total-vm:8kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:9kB oom_score_adj:0 | 4096"
            })
    void kernelsOfManyYearsTellOfOomKills(String line, String resident) {
        Event event = one(lines.kernel(line.strip()));
        assertThat(event.subject().pid()).isEqualTo(1234);
        assertThat(event.subject().name()).isEqualTo("java");
        assertThat(event.subject().facts()).containsEntry("rss_bytes", resident);
        assertThat(event.detail()).contains("java", "1234", "out of memory");
    }

    @Test
    void anOlderKernelsTwoLinesAreOneEventOfWhoReallyDied() {
        assertThat(
                        of(
                                lines.kernel("Out of memory: Kill process 1234 (java) score 900 or sacrifice child"),
                                lines.kernel(
                                        "Killed process 1240 (child) total-vm:8kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB"),
                                lines.kernel(
                                        "oom_reaper: reaped process 1240 (child), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB")))
                .extracting(event -> event.subject().pid())
                .containsExactly(1240);
    }

    @Test
    void aNameCannotPretendToBeTheRestOfTheLine() {
        Event event = one(
                lines.kernel(
                        "Out of memory: Killed process 9 () total-vm:1kB,) total-vm:8kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB, UID:7 pgtables:9kB oom_score_adj:0"));
        assertThat(event.subject().name()).isEqualTo(") total-vm:1kB,");
        assertThat(event.subject().facts()).containsEntry("total_vm_bytes", "8192");
    }

    @Test
    void theTimeThatADaemonLeavesInFrontIsNoHindrance() {
        assertThat(of(
                        lines.syslog("kernel", null, "[ 2136.607229] " + KILLED),
                        lines.syslog(
                                "kernel",
                                null,
                                "[2136580.607229] [ T770] nginx[4321]: segfault at 0 ip 0 sp 0 error 4 in nginx[1+2]")))
                .extracting(Event::kind)
                .containsExactly(Event.Kind.OOM_KILL, Event.Kind.PROCESS_CRASH);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nginx[4321]: segfault at 0 ip 000055d0c0de1234 sp 00007ffc12345678 error 4 in nginx[55d0+e5000] | nginx | SIGSEGV",
                "a[1]: segfau[4321]: segfault at 0 ip 0 sp 0 error 4 | a[1]: segfau | SIGSEGV",
                "traps: nginx[4321] trap invalid opcode ip:55d0 sp:7ffc error:0 in nginx[55d0+1000] | nginx | SIGILL",
                "traps: nginx[4321] trap divide error ip:55d0 sp:7ffc error:0 in nginx[55d0+1000] | nginx | SIGFPE",
                "traps: nginx[4321] general protection fault ip:7f sp:7f error:0 in libc.so.6[7f+1000] | nginx | SIGSEGV",
                "traps: nginx[4321] general protection ip:7f sp:7f error:0 in libc-2.17.so[7f+1000] | nginx | SIGSEGV",
                "nginx[4321]: unhandled level 2 translation fault (11) at 0x00000000, esr 0x92000006, in nginx[400000+1000] | nginx | SIGSEGV"
            })
    void kernelsTellOfCrashesWhereNobodyElseDoes(String line, String name, String signal) {
        Event event = one(lines.kernelInJournal(line.strip()));
        assertThat(event.kind()).isEqualTo(Event.Kind.PROCESS_CRASH);
        assertThat(event.subject().pid()).isEqualTo(4321);
        assertThat(event.subject().name()).isEqualTo(name.strip());
        assertThat(event.subject().facts()).containsEntry("signal", signal.strip());
    }

    @Test
    void aCrashThatTheKernelAndTheCrashHandlerTellOfIsOne() {
        assertThat(of(
                        lines.kernelInJournal("nginx[4321]: segfault at 0 ip 0 sp 0 error 4 in nginx[1+2]"),
                        lines.pass(3).coreDump(4321, "nginx", 11),
                        lines.coreDump(4400, "other", 6)))
                .extracting(event -> event.subject().pid())
                .containsExactly(4321, 4400);
        assertThat(of(lines.pass(60).coreDump(4321, "nginx", 11))).hasSize(1);
    }

    @Test
    void theKernelsCrashesAreKnownWhereEndsAreToldWithSignals() {
        told.signalsAreTold(EventLines.NOON);
        assertThat(of(lines.kernelInJournal("nginx[4321]: segfault at 0 ip 0 sp 0 error 4 in nginx[1+2]")))
                .isEmpty();
        assertThat(of(lines.pass(-60).kernelInJournal("nginx[4322]: segfault at 0 ip 0 sp 0 error 4 in nginx[1+2]")))
                .hasSize(1);
    }

    @Test
    void aLineThatIsReadAgainSinceItWasNotStoredIsToldAgain() {
        LogLine line = lines.coreDump(4321, "nginx", 11);
        assertThat(of(line)).hasSize(1);
        assertThat(of(line)).hasSize(1);
        told.rememberStored(List.of());
        assertThat(of(lines.coreDump(4321, "nginx", 11))).as("another line").isEmpty();
    }

    @Test
    void whatIsInTheStoreIsNotToldAgainByAnotherSource() {
        Event stored = one(lines.coreDump(4321, "nginx", 11));
        var later = new ToldEvents();
        later.rememberStored(List.of(stored));
        LogLine kernels = lines.kernelInJournal("nginx[4321]: segfault at 0 ip 0 sp 0 error 4 in nginx[1+2]");
        assertThat(new LogEvents(later, EventLines.BOOT, KernelWitness.NONE)
                        .telling(new LogBatch(List.of(kernels), List.of(), List.of()))
                        .events())
                .isEmpty();
    }

    @Test
    void oneFailureIsOneEventWhateverElseIsSaidOfIt() {
        Event event = one(
                lines.manager(
                        null,
                        "shop.service",
                        "shop.service: Main process exited, code=exited, status=1/FAILURE",
                        Map.of()),
                lines.manager(
                        UnitLines.FAILED,
                        "shop.service",
                        "shop.service: Failed with result 'exit-code'.",
                        Map.of("UNIT_RESULT", "exit-code")),
                lines.manager(START_FAILED, "shop.service", "Failed to start shop.service - The shop.", Map.of()));
        assertThat(event.kind()).isEqualTo(Event.Kind.UNIT_FAILED);
        assertThat(event.subject().unit()).isEqualTo("shop.service");
        assertThat(event.subject().facts()).containsEntry("result", "exit-code");
        assertThat(event.detail()).isEqualTo("shop.service failed: exit-code");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shop.service: Failed with result 'oom-kill'. | UNIT_FAILED",
                "Unit shop.service entered failed state. | UNIT_FAILED",
                "shop.service: Scheduled restart job, restart counter is at 12. | UNIT_RESTARTED"
            })
    void textFilesHaveTheWordsOnly(String words, String kind) {
        Event event = one(lines.syslog("systemd", 1, words.strip()));
        assertThat(event.kind()).isEqualTo(Event.Kind.valueOf(kind.strip()));
        assertThat(event.subject().unit()).isEqualTo("shop.service");
        assertThat(event.bootId()).as("which the line does not tell").isEqualTo(new UUID(9, 9));
    }

    @Test
    void aRestartSaysTheHowManiethItIs() {
        Event event = one(lines.manager(
                UnitLines.RESTART,
                "shop.service",
                "shop.service: Scheduled restart job, restart counter is at 5.",
                Map.of("N_RESTARTS", "5")));
        assertThat(event.kind()).isEqualTo(Event.Kind.UNIT_RESTARTED);
        assertThat(event.subject().facts()).containsEntry("restarts", "5");
    }

    @Test
    void aUsersUnitsDoNotStandWhereTheHostsStand() {
        Event event = one(lines.userManager(
                UnitLines.FAILED,
                "ssh.service: Failed with result 'exit-code'.",
                Map.of("USER_UNIT", "ssh.service", "UNIT_RESULT", "exit-code")));
        assertThat(event.subject().unit()).isEqualTo("user@1000.service");
        assertThat(event.subject().facts())
                .containsEntry("user_unit", "ssh.service")
                .containsEntry("uid", "1000");
    }

    @Test
    void aShutdownIsOneEventWhoeverTellsOfIt() {
        Event event = one(
                lines.login(ShutdownLines.SHUTDOWN, "System is rebooting."),
                lines.pass(2).manager(null, null, "Reached target reboot.target - System Reboot.", Map.of()),
                lines.manager(null, null, "Shutting down.", Map.of()));
        assertThat(event.kind()).isEqualTo(Event.Kind.SHUTDOWN);
        assertThat(event.detail()).isEqualTo("System is rebooting.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Shutting down.",
                "Reached target Power-Off.",
                "Reached target Reboot.",
                "Reached target poweroff.target - System Power Off."
            })
    void serviceManagersOfManyYearsTellOfShutdowns(String words) {
        assertThat(one(lines.syslog("systemd", 1, words)).kind()).isEqualTo(Event.Kind.SHUTDOWN);
    }

    @Test
    void linesOfAnybodyAreNoEvents() {
        for (String line : REAL_LINES) {
            assertThat(of(
                            lines.user("kernel", null, null, line, Map.of()),
                            lines.user("systemd", UnitLines.FAILED, "ssh.service", line, Map.of("UNIT", "ssh.service")),
                            lines.user("systemd", ShutdownLines.SHUTDOWN, null, line, Map.of()),
                            lines.user(
                                    "systemd-coredump", CrashLines.CORE_DUMP, null, line, Map.of("COREDUMP_PID", "1")),
                            lines.writtenToKernelLog(line),
                            lines.syslog("kernel", 4711, line),
                            lines.syslog("sh", null, line),
                            lines.syslog("systemd", 4711, line)))
                    .as(line)
                    .isEmpty();
        }
    }

    @Test
    void realWordsInAnotherPlaceAreNoEvents() {
        assertThat(of(
                        lines.kernel("audit: comm=\"x\" " + KILLED),
                        lines.kernel("usb 1-1: Product: nginx[4321]: segfault"),
                        lines.manager(
                                null,
                                null,
                                "Started run-u1.service - /bin/echo shop.service: Failed with result 'x'.",
                                Map.of())))
                .isEmpty();
    }

    @Test
    void aStormIsCutToAHundredAMinuteAndTheRestIsCounted() {
        LogLine[] storm = new LogLine[1500];
        for (int i = 0; i < storm.length; i++) {
            storm[i] =
                    lines.kernel("Killed process %d (java) total-vm:8kB, anon-rss:4kB, file-rss:0kB".formatted(i + 1));
        }
        List<Event> found = of(storm);
        assertThat(found).hasSize(EventLimit.MOST_A_MINUTE + 1);
        assertThat(found.getLast().detail()).startsWith("and 1,400 more, the first: ");
        assertThat(found.getLast().subject().facts()).containsEntry("count", "1400");
        assertThat(of(lines.kernel("Killed process 7 (java) total-vm:8kB, anon-rss:4kB, file-rss:0kB")))
                .hasSize(1);
        assertThat(of(lines.pass(60).kernel("Killed process 7 (java) total-vm:8kB, anon-rss:4kB, file-rss:0kB")))
                .extracting(event -> event.subject().pid())
                .containsExactly(7);
    }

    @Test
    void aBatchWithoutEventsStaysAsItIs() {
        var batch = new LogBatch(List.of(lines.kernel("usb 1-1: new device")), List.of(), List.of());
        assertThat(events.telling(batch)).isSameAs(batch);
    }

    @Test
    void anyTextAtAllIsTaken() {
        AnyBytes.giveAValue(REAL_LINES, 20_000, bytes -> {
            String text = new String(bytes, StandardCharsets.UTF_8);
            List<LogLine> all = new ArrayList<>(Arrays.asList(
                    lines.kernel(text),
                    lines.syslog("kernel", null, text),
                    lines.manager(null, null, text, Map.of()),
                    lines.manager(UnitLines.FAILED, text, text, Map.of("UNIT_RESULT", text)),
                    lines.manager(UnitLines.RESTART, null, text, Map.of("N_RESTARTS", text)),
                    lines.user("kernel", null, null, text, Map.of())));
            for (Event event : of(all.toArray(LogLine[]::new))) {
                assertThat(event.detail()).isNotNull();
                assertThat(event.subject().facts()).doesNotContainValue(null);
            }
            assertThat(of(lines.user("kernel", UnitLines.FAILED, text, text, Map.of())))
                    .isEmpty();
        });
    }
}
