package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tachograph.linux.Errno;
import dev.tachograph.linux.FilesystemSize;
import dev.tachograph.linux.MountTable;
import dev.tachograph.linux.SilentFilesystem;
import dev.tachograph.model.FilesystemSample;
import dev.tachograph.model.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** File systems that answer, that refuse, and that let whoever asks wait. */
class FilesystemProbeTest {
    private static final Duration SHORT = Duration.ofMillis(2);
    private static final FilesystemSize SOME = new FilesystemSize(0, 1000, 400, 300, 50, 20);

    private final Host host = new Host();
    private @Nullable FilesystemProbe probe;
    private int looks;

    @AfterEach
    void end() {
        host.letGo();
        if (probe != null) {
            probe.close();
        }
    }

    /** Mounts whose sizes may be made to wait. */
    private static final class Host implements FilesystemProbe.Table {
        private final Map<String, CountDownLatch> waits = new ConcurrentHashMap<>();
        private final Map<String, FilesystemSize> sizes = new ConcurrentHashMap<>();
        private final AtomicBoolean changed = new AtomicBoolean();
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger askedOnDemand = new AtomicInteger();
        private volatile List<String> mounts = List.of();

        void mount(String... paths) {
            mounts = List.of(paths);
            changed.set(true);
        }

        void letWait(String path) {
            waits.put(path, new CountDownLatch(1));
        }

        void letGo() {
            waits.values().forEach(CountDownLatch::countDown);
        }

        FilesystemSize size(byte[] path) {
            asked.incrementAndGet();
            String name = new String(path, UTF_8);
            askedOnDemand.addAndGet(name.startsWith("/auto") ? 1 : 0);
            CountDownLatch wait = waits.get(name);
            if (wait != null) {
                try {
                    wait.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            return sizes.getOrDefault(name, SOME);
        }

        @Override
        public boolean hasChanged() {
            return changed.getAndSet(false);
        }

        @Override
        public byte[] read() throws IOException {
            if (mounts.equals(List.of("refused"))) {
                throw new IOException("refused");
            }
            StringBuilder table =
                    new StringBuilder("1 0 0:1 / / rw - proc proc rw\n2 1 0:2 / /auto rw - autofs auto rw\n");
            int number = 3;
            for (String path : mounts) {
                int parent = path.startsWith("/auto") ? 2 : 1;
                table.append("%d %d 0:%d / %s rw - nfs server:%s rw\n".formatted(number, parent, number, path, path));
                number++;
            }
            return table.toString().getBytes(UTF_8);
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private void start(String... mounts) {
        host.mount(mounts);
        probe = FilesystemProbe.start(host, host::size, SHORT);
    }

    private FilesystemProbe probe() {
        return Objects.requireNonNull(probe);
    }

    /** Five seconds after the look before. */
    private List<FilesystemSample> look() {
        looks++;
        Instant wall = Instant.parse("2026-11-26T03:12:00Z").plusSeconds(5L * looks);
        try {
            return probe().look(new Moment(wall, looks * 5_000_000_000L, looks * 5_000_000_000L));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static FilesystemSample answered(String path) {
        return new FilesystemSample(path, "server:" + path, "nfs", false, 1000L, 600L, 300L, 50L, 30L, null);
    }

    private static FilesystemSample troubled(String path, String trouble) {
        return new FilesystemSample(path, "server:" + path, "nfs", false, null, null, null, null, null, trouble);
    }

    @Test
    void sizesAreThoseThatTheFileSystemsAnswer() {
        host.sizes.put("/b", new FilesystemSize(0, 0, 0, 0, 0, 0));
        host.sizes.put("/c", new FilesystemSize(0, 1000, 1001, -1, 0, 0));
        start("/a", "/b", "/c");
        await().untilAsserted(() -> assertThat(look())
                .containsExactly(
                        answered("/a"),
                        new FilesystemSample("/c", "server:/c", "nfs", false, 1000L, null, null, null, null, null)));
    }

    @Test
    void oneThatRefusesSaysSo() {
        host.sizes.put("/a", new FilesystemSize(-Errno.EACCES, 0, 0, 0, 0, 0));
        start("/a");
        await().untilAsserted(() -> assertThat(look()).containsExactly(troubled("/a", "cannot be asked: error 13")));
    }

    @Test
    void oneThatDoesNotAnswerHoldsUpNeitherTheLookNorTheOthers() {
        host.letWait("/hung");
        start("/a", "/hung", "/z");
        await().untilAsserted(() -> assertThat(look()).hasSize(3));
        await().untilAsserted(
                        () -> assertThat(look().get(1).trouble()).startsWith("has not answered since 2026-11-26 03:"));
        String words = look().get(1).trouble();
        assertThat(words).isNotNull();
        await().untilAsserted(() -> assertThat(look()) // with the same words, which need no new row
                .containsExactly(answered("/a"), troubled("/hung", words), answered("/z")));
        host.letGo();
        await().untilAsserted(
                        () -> assertThat(look()).containsExactly(answered("/a"), answered("/hung"), answered("/z")));
    }

    @Test
    void aSlowAnswerIsWaitedForWithoutWords() {
        host.letWait("/slow");
        start("/a", "/slow");
        await().untilAsserted(() -> assertThat(host.asked.get()).isEqualTo(2));
        assertThat(look()).containsExactly(answered("/a"));
        host.letGo();
        await().untilAsserted(() -> assertThat(host.asked.get()).isGreaterThan(3));
        await().untilAsserted(() -> assertThat(look()).containsExactly(answered("/a"), answered("/slow")));
    }

    @Test
    void onlySoManyThreadsAreLeftBehind() {
        String[] mounts = new String[20];
        for (int i = 0; i < mounts.length; i++) {
            mounts[i] = "/hung" + i;
            host.letWait(mounts[i]);
        }
        start(mounts);
        await().untilAsserted(() -> {
            List<FilesystemSample> samples = look();
            assertThat(samples).hasSize(20);
            assertThat(samples.get(19).trouble()).isEqualTo("is not asked, since 8 others do not answer");
        });
        look();
        assertThat(host.asked.get()).isEqualTo(FilesystemProbe.MOST_HELD_UP);
        host.letGo();
        await().untilAsserted(() -> assertThat(look()).hasSize(20).allMatch(sample -> sample.trouble() == null));
    }

    @Test
    void mountsThatComeAndGoAreSeen() {
        start("/a", "/b");
        await().untilAsserted(() -> assertThat(look()).containsExactly(answered("/a"), answered("/b")));
        host.mount("/b2");
        await().untilAsserted(() -> assertThat(look())
                .contains(troubled("/a", "is not mounted any more"), troubled("/b", "is not mounted any more")));
        await().untilAsserted(() -> assertThat(look()).containsExactly(answered("/b2")));
    }

    @Test
    void whatIsMountedOnDemandIsNotKeptFromGoingByQuestions() {
        start("/auto/home", "/b");
        await().untilAsserted(() -> assertThat(host.asked.get()).isGreaterThan(20));
        assertThat(host.askedOnDemand.get()).isBetween(1, 1 + host.asked.get() / 100);
        assertThat(look()).contains(answered("/auto/home"));
    }

    @Test
    void aTableThatCannotBeReadIsAFailureUntilItCan() {
        start("refused");
        await().until(() -> {
            try {
                probe().look(new Moment(Instant.EPOCH, 0, 0));
                return false;
            } catch (IOException e) {
                return "refused".equals(e.getMessage());
            }
        });
        host.mount("/a");
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(probe().look(new Moment(Instant.EPOCH, 0, 0)))
                        .containsExactly(answered("/a")));
    }

    @Test
    void theRootOfThisHostHasTheSizeThatJavaSees() throws Exception {
        probe = FilesystemProbe.start(MountTable.of(Path.of("/proc/self/mountinfo")));
        long bytes = Files.getFileStore(Path.of("/")).getTotalSpace();
        await().untilAsserted(() -> assertThat(look())
                .anyMatch(sample ->
                        sample.mountPoint().equals("/") && sample.sizeBytes() != null && sample.sizeBytes() == bytes));
    }

    @Test
    void aServerThatIsRealAndSilentIsToldAndHoldsUpNobody(@TempDir Path folder) throws Exception {
        AtomicReference<Optional<SilentFilesystem>> silent = new AtomicReference<>(Optional.empty());
        Thread elsewhere = Thread.ofPlatform()
                .start(
                        () -> { // and in the namespace of this thread are those of the probe
                            try {
                                silent.set(SilentFilesystem.mount(folder));
                                probe = FilesystemProbe.start(
                                        MountTable.of(Path.of("/proc/thread-self/mountinfo")), SHORT);
                            } catch (Throwable e) {
                                throw new AssertionError(e);
                            }
                        });
        elsewhere.join();
        assumeTrue(silent.get().isPresent(), "no right to mount, or no FUSE");
        await().untilAsserted(() -> {
            assertThat(look())
                    .anyMatch(sample -> sample.mountPoint().equals("/") && sample.sizeBytes() != null)
                    .anyMatch(sample -> isAt(folder, sample)
                            && sample.device().equals("silent")
                            && words(sample).startsWith("has not answered since"));
        });
        silent.get().get().close();
        await().untilAsserted(
                        () -> assertThat(look()) // by a thread that was started from here, outside of that namespace
                                .anyMatch(sample ->
                                        isAt(folder, sample) && !words(sample).startsWith("has not answered")));
    }

    private static boolean isAt(Path folder, FilesystemSample sample) {
        return sample.mountPoint().equals(folder.toString());
    }

    private static String words(FilesystemSample sample) {
        return Objects.requireNonNullElse(sample.trouble(), "");
    }
}
