package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.Gap;
import dev.tachograph.query.ProcessTables;
import dev.tachograph.settings.SettingsLoader;
import dev.tachograph.settings.Surroundings;
import dev.tachograph.web.Answer;
import dev.tachograph.web.Api;
import dev.tachograph.web.ApiRequest;
import dev.tachograph.web.RecordedApi;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes over a real store. */
class HistoryRoutesTest {
    @TempDir
    Path folder;

    private String get(Store store, String path, Map<String, List<String>> parameters) throws Exception {
        var surroundings = new Surroundings(Map.of(), false, folder, folder, folder.resolve("config.toml"), folder);
        Api api = RecordedApi.of(
                store,
                () -> null,
                folder,
                SettingsLoader.loadForClient(List.of(), surroundings).retention(),
                InstantSource.system());
        Answer answer = api.answer(ApiRequest.get(path, parameters));
        var body = new ByteArrayOutputStream();
        answer.writeTo(body);
        return body.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aListOfGapsHasTheRowsAskedForAndTheNumberOfAll() throws Exception {
        try (var recording = new Recording(folder.resolve("data"))) {
            for (int i = 0; i < 3; i++) {
                Instant from = recording.host.wall();
                recording.tick(new Gap(Gap.Stream.PROCESSES, from, from, Gap.Cause.PROBE, 1L, "unreadable"));
            }
            Store store = recording.store();
            String one = get(store, "/api/gaps", Map.of("limit", List.of("1")));
            assertThat(one).contains("\"total\":3,\"truncated\":true").containsOnlyOnce("\"cause\":\"probe\"");
            assertThat(get(store, "/api/gaps", Map.of("limit", List.of("3"))))
                    .contains("\"total\":3,\"truncated\":false");
            assertThat(get(store, "/api/gaps", Map.of("limit", List.of("0"))))
                    .contains("\"total\":3,\"truncated\":true");
        }
    }

    @Test
    void nowBeforeTheFirstTickIsNotYetRecorded() throws Exception {
        try (var recording = new Recording(folder.resolve("data"))) {
            Gap gap = new ProcessTables(recording.store(), InstantSource.system())
                    .at(Recording.BEGIN)
                    .gap();
            assertThat(gap).extracting(Gap::cause).isEqualTo(Gap.Cause.NOT_YET_RECORDED);
            assertThat(gap).extracting(Gap::detail).isEqualTo("nothing has been recorded yet");
        }
    }

    @Test
    void theForecastKnowsTheNextEvictionBeforeItKnowsARate() throws Exception {
        try (var recording = new Recording(folder.resolve("data"))) {
            recording.tick();
            assertThat(get(recording.store(), "/api/storage/health", Map.of()))
                    .contains("\"forecast\":{\"bytes_per_day\":null,\"holds_days\":null")
                    .contains("\"by\":\"age\"");
        }
    }
}
