package dev.tachograph.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.app.Program.Result;
import dev.tachograph.app.Program.Start;
import dev.tachograph.query.History;
import dev.tachograph.store.StoppedStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real program: a backup while it records, a check, and the backup put back. */
@Timeout(120)
class SafekeepingProgramTest {
    private static final Pattern PAGE = Pattern.compile("page {2}(http://127\\.0\\.0\\.1:\\d+)/");

    @TempDir
    private Path home;

    @Test
    void aBackupOfARunningRecorderIsCheckedAndPutBackAndRecordedOnIn() throws Exception {
        Start start = Start.in(home);
        String data = home.resolve("data").toString();
        String backup = home.resolve("backup").toString();
        try (Program recorder = start.run("up", "--data-dir", data, "--interval", "250ms", "--listen", "127.0.0.1:0")) {
            Matcher page = PAGE.matcher(String.valueOf(recorder.awaitLine("  page")));
            assertThat(page.find()).isTrue();
            await().until(() -> start.result("status", "--data-dir", data).code() == 0);
            assertThat(overTcp(page.group(1))).isEqualTo(403);
            Result made = start.result("backup", "--data-dir", data, backup);
            assertThat(made.code()).as(made.err()).isZero();
            assertThat(made.out()).startsWith(backup + ": ").contains(" ticks, ");
            assertThat(made.err()).isEmpty();
            Result running = start.result("verify", "--data-dir", data);
            assertThat(running.out()).as(running.err()).endsWith(": all as recorded\n");
            assertThat(start.result("restore", "--data-dir", data, backup).code())
                    .isEqualTo(3);
            recorder.signalUntilItEnds("TERM");
        }
        for (String whole : new String[] {data, backup}) {
            Result checked = start.result("verify", "--data-dir", whole);
            assertThat(checked.code()).as(checked.out() + checked.err()).isZero();
        }
        Result restored = start.result("restore", "--data-dir", data, backup);
        assertThat(restored.code()).as(restored.err()).isZero();
        assertThat(restored.out()).contains("; what was there before is in " + data + "/set-aside/");
        try (Program again = start.run("up", "--data-dir", data, "--no-web").awaitGreeting()) {
            await().until(() -> start.result("status", "--data-dir", data).code() == 0);
            again.signalUntilItEnds("TERM");
        }
        try (StoppedStore stopped = StoppedStore.open(Path.of(data))) {
            assertThat(new History(stopped)
                            .gaps(Instant.EPOCH, Instant.parse("9999-01-01T00:00:00Z"), 1)
                            .getFirst()
                            .detail())
                    .startsWith("a backup of ");
        }
    }

    private static int overTcp(String address) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(address + "/api/backup"))
                                    .POST(HttpRequest.BodyPublishers.ofString("{\"directory\":\"/tmp/no\"}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }
}
