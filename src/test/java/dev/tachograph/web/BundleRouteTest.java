package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.bundle.Bundling;
import dev.tachograph.bundle.MadeBundle;
import dev.tachograph.bundle.OpenedBundle;
import dev.tachograph.model.Tick;
import dev.tachograph.settings.Settings.Limit;
import dev.tachograph.settings.Settings.Retention;
import dev.tachograph.store.StoppedStore;
import dev.tachograph.store.Writing;
import dev.tachograph.worker.SqlRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles over the API: of a recorder that records, and what an opened one answers. */
class BundleRouteTest {
    private static final Retention RETENTION = new Retention(
            new Limit(30, 1_000_000_000),
            new Limit(30, 500_000_000),
            new Limit(30, 250_000_000),
            new Limit(400, 250_000_000),
            Duration.ofMinutes(10),
            1_000_000_000,
            false);

    @TempDir
    private Path folder;

    @Test
    void aRecorderThatRunsMakesOneOfWhatItJustRecorded() throws Exception {
        try (var writing = new Writing(folder.resolve("data"), 30, 100_000_000)) {
            Api api = RecordedApi.of(writing.store, () -> null, folder, RETENTION, writing.host::wall);
            Tick first = writing.tick();
            writing.tick();
            Tick newest = writing.tick();
            writing.tick();
            Instant to = newest.at().wall().plusMillis(1);
            Answer answer = answer(api, "/api/bundle", "from", first.at().wall().toString(), "to", to.toString());
            assertThat(answer.contentType()).isEqualTo("application/zip");
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Answer.Download.class,
                            file -> assertThat(file.fileName())
                                    .matches("tachograph-.+-20261123T0300..Z-20261123T0300..Z\\.zip"));
            Path file = Files.write(folder.resolve("x.zip"), bytes(answer));
            assertThat(folder.resolve("data/exports")).doesNotExist();
            assertThat(OpenedBundle.verify(file).ticks()).isEqualTo(3);
            try (OpenedBundle opened = OpenedBundle.open(file, folder, () -> false);
                    StoppedStore store = StoppedStore.open(opened.directory())) {
                Api there = opened(opened, store);
                for (Tick tick : List.of(first, newest)) {
                    String at = tick.at().wall().toString();
                    assertThat(table(there, at)).isEqualTo(table(api, at));
                }
                Map<String, @Nullable Object> health = json(there, "/api/storage/health");
                assertThat(Json.members(health.get("bundle"))).containsEntry("redacted", true);
                assertThat(health.get("hostname"))
                        .isEqualTo(Json.members(health.get("bundle")).get("host"));
                assertThat(json(there, "/api/processes").get("timestamp"))
                        .isEqualTo(
                                json(api, "/api/processes", "at", to.toString()).get("timestamp"));
            }
            assertThat(json(api, "/api/storage/health")).containsEntry("bundle", null);
        }
    }

    @Test
    void nowIsTheEndOfAnOpenedBundle() throws Exception {
        Path record = folder.resolve("record");
        MadeBundle.record(record);
        Path file = Files.write(folder.resolve("x.zip"), MadeBundle.of(record));
        try (OpenedBundle opened = OpenedBundle.open(file, folder, () -> false);
                StoppedStore store = StoppedStore.open(opened.directory());
                StoppedStore before = StoppedStore.open(record)) {
            Api there = opened(opened, store);
            Map<String, @Nullable Object> lines = json(there, "/api/search", "limit", "5");
            assertThat(Json.items(lines.get("lines"))).hasSize(5);
            assertThat(Instant.parse(String.valueOf(lines.get("to")))).isEqualTo(MadeBundle.TO);
            Map<String, @Nullable Object> same = json(
                    RecordedApi.of(before, () -> null, record, RETENTION, InstantSource.system()),
                    "/api/search",
                    "limit",
                    "5",
                    "start",
                    MadeBundle.FROM.toString(),
                    "end",
                    MadeBundle.TO.toString());
            assertThat(lines.get("lines")).isEqualTo(same.get("lines"));
            Answer again = answer(there, "/api/bundle", "from", "-5m", "to", "now");
            Path second = Files.write(folder.resolve("y.zip"), bytes(again));
            assertThat(OpenedBundle.verify(second).hostName())
                    .isEqualTo(opened.manifest().hostName());
            assertThat(OpenedBundle.verify(second).ticks()).isEqualTo(60);
        }
    }

    @Test
    void whatCantBeMadeIsSaid() throws Exception {
        try (var writing = new Writing(folder.resolve("data"), 3, 100_000_000)) {
            var bundling = Bundling.ofNobody(null, writing.host::wall);
            Api api = RecordedApi.of(
                    writing.store, SqlRunner.none(""), bundling, null, folder, RETENTION, writing.host::wall);
            writing.tick();
            refused(api, 400, "from: is missing", "to", "now");
            refused(api, 400, "to: is missing", "from", "-5m");
            refused(api, 400, "has to be before the end", "from", "now", "to", "-5m");
            refused(api, 400, "at most 7 days", "from", "-8d", "to", "now");
            refused(api, 400, "redact: 'maybe'", "from", "-5m", "to", "now", "redact", "maybe");
            Answer none = answer(api, "/api/bundle", "from", "-2d", "to", "-1d");
            assertThatThrownBy(() -> bytes(none))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().status()).isEqualTo(404))
                    .hasMessageContaining("nothing was recorded");
            try (Bundling.Place _ = bundling.place().orElseThrow()) {
                Answer other = answer(api, "/api/bundle", "from", "-5m", "to", "now");
                assertThatThrownBy(() -> bytes(other)).hasMessageContaining("another bundle is being made");
            }
            var cancelled = new CancellationSignal();
            cancelled.cancel(CancellationSignal.Reason.CLIENT_GONE);
            Answer unwanted = api.answer(
                    new ApiRequest("GET", "/api/bundle", parameters("from", "-5m", "to", "now"), "", cancelled));
            assertThatThrownBy(() -> bytes(unwanted)).isInstanceOf(ProblemException.class);
            assertThat(folder.resolve("data/exports")).doesNotExist();
        }
    }

    private static Api opened(OpenedBundle opened, StoppedStore store) {
        return RecordedApi.of(
                store,
                SqlRunner.none(""),
                Bundling.ofNobody(opened.manifest(), InstantSource.system()),
                opened.manifest(),
                opened.directory(),
                RETENTION,
                InstantSource.fixed(opened.manifest().to()));
    }

    private static void refused(Api api, int status, String said, String... parameters) {
        assertThat(answer(api, "/api/bundle", parameters)).isInstanceOfSatisfying(Answer.Failure.class, failure -> {
            assertThat(failure.status()).isEqualTo(status);
            assertThat(failure.problem().detail()).contains(said);
        });
    }

    private static Object table(Api api, String at) throws IOException {
        return Objects.requireNonNull(json(api, "/api/processes", "at", at, "sort", "pid", "order", "asc")
                .get("processes"));
    }

    private static Map<String, @Nullable Object> json(Api api, String path, String... parameters) throws IOException {
        return Json.object(text(answer(api, path, parameters)));
    }

    private static Answer answer(Api api, String path, String... parameters) {
        return api.answer(new ApiRequest("GET", path, parameters(parameters), "", new CancellationSignal()));
    }

    private static Parameters parameters(String... namesAndValues) {
        Map<String, List<String>> values = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
        }
        return Parameters.of(values);
    }

    private static String text(Answer answer) throws IOException {
        return new String(bytes(answer), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Answer answer) throws IOException {
        var out = new ByteArrayOutputStream();
        answer.writeTo(out);
        return out.toByteArray();
    }
}
