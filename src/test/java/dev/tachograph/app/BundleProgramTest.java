package dev.tachograph.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.app.Program.Result;
import dev.tachograph.app.Program.Start;
import dev.tachograph.bundle.OpenedBundle;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real program: a bundle of a running recorder, and what is opened of it elsewhere. */
@Timeout(120)
class BundleProgramTest {
    private static final Pattern PAGE = Pattern.compile("page {2}(http://127\\.0\\.0\\.1:\\d+)/");
    private static final Pattern DATA = Pattern.compile("data {2}(\\S+)");

    @TempDir
    private Path home;

    @Test
    void aBundleOfARunningRecorderIsOpenedElsewhere() throws Exception {
        Path temporary = Files.createDirectory(home.resolve("tmp"));
        Start start = Start.in(home).with("TMPDIR", temporary.toString());
        String data = home.resolve("data").toString();
        Path file = home.resolve("incident.zip");
        try (Program recorder = start.run("up", "--data-dir", data, "--interval", "250ms", "--no-web")
                .awaitGreeting()) {
            await().until(() -> start.result("status", "--data-dir", data).code() == 0);
            Result made = start.result("export", "--data-dir", data, "--from", "-10m", "--to", "now", file.toString());
            assertThat(made.code()).as(made.err()).isZero();
            assertThat(made.out()).startsWith(file + ": ").contains(" ticks, ", " rows of process_metrics, ");
            assertThat(made.err()).isEmpty();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            Result again = start.result("export", "--data-dir", data, "--from", "-10m", "--to", "now", file.toString());
            assertThat(again.code()).isEqualTo(2);
            assertThat(again.err()).contains("already exists");
            Result none = start.result(
                    "export",
                    "--data-dir",
                    data,
                    "--from",
                    "-3d",
                    "--to",
                    "-2d",
                    home.resolve("none.zip").toString());
            assertThat(none.code()).isEqualTo(1);
            assertThat(none.err()).contains("nothing was recorded from");
            recorder.signalUntilItEnds("TERM");
        }
        assertThat(names(home)).doesNotContain("none.zip", "none.zip.part", "incident.zip.part");
        assertThat(names(home.resolve("data"))).doesNotContain("exports");
        checked(start, file);
        viewed(start, file);
        assertThat(names(temporary)).isEmpty();
    }

    private void checked(Start start, Path file) throws Exception {
        Result checked = start.result("open", "--check", file.toString());
        assertThat(checked.code()).as(checked.err()).isZero();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 3] ^= 4;
        Path damaged = Files.write(home.resolve("damaged.zip"), bytes);
        Result refused = start.result("open", damaged.toString());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains(damaged + ": it is damaged");
        assertThat(start.result("open", "--listen", "0.0.0.0:0", file.toString())
                        .code())
                .isEqualTo(2);
        assertThat(start.result("open", home.resolve("nothing").toString()).code())
                .isEqualTo(2);
    }

    private static void viewed(Start start, Path file) throws Exception {
        try (Program viewer = start.run("open", file.toString())) {
            Matcher page = PAGE.matcher(String.valueOf(viewer.awaitLine("  page")));
            assertThat(page.find()).as(() -> String.join("\n", viewer.said())).isTrue();
            Matcher directory = DATA.matcher(String.valueOf(viewer.awaitLine("  data")));
            assertThat(directory.find()).isTrue();
            Result table = start.result("top", "--data-dir", directory.group(1));
            assertThat(table.code()).as(table.err()).isZero();
            assertThat(table.out()).contains("java");
            // this process is root or the same user, or it is refused
            HttpResponse<String> health = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(page.group(1) + "/api/storage/health"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(health.body()).contains("\"bundle\":{\"host\":\"");
            viewer.signalUntilItEnds("TERM");
        }
    }

    @Test
    void oneThatIsKilledLeavesNoHalfBundle() throws Exception {
        Start start = Start.in(home);
        String data = home.resolve("data").toString();
        assertThat(start.result("simulate", "--days", "1", "--processes", "20", "--interval", "30s", "--data-dir", data)
                        .code())
                .isZero();
        for (int i = 0; i < 3; i++) {
            Path file = home.resolve("killed-" + i + ".zip");
            try (Program export =
                    start.run("export", "--data-dir", data, "--from", "-2h", "--to", "now", file.toString())) {
                boolean isAtOnce = i == 0;
                Path part = home.resolve(file.getFileName() + ".part");
                await().until(() -> isAtOnce || Files.exists(part) || Files.exists(file));
                export.kill();
            }
            if (Files.exists(file)) { // it was quicker
                assertThat(OpenedBundle.verify(file).ticks()).isPositive();
            }
        }
        Path whole = home.resolve("whole.zip");
        Result made = start.result("export", "--data-dir", data, "--from", "-2h", "--to", "now", whole.toString());
        assertThat(made.code()).as(made.err()).isZero();
        assertThat(start.result("open", "--check", whole.toString()).code()).isZero();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(each -> each.getFileName().toString()).toList();
        }
    }
}
