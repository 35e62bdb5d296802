package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table without a server, as the commands of a stopped recorder use it. */
class ApiTest {
    private final Api api = new TestApi().api();

    @Test
    void aRouteAnswersIntoMemory() throws IOException {
        Answer answer = api.answer(ApiRequest.get("/small", Map.of("limit", List.of("5"))));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(text(answer)).isEqualTo("{\"text\":\"5 desc \"}");
    }

    @Test
    void aRefusalIsAnAnswerToo() throws IOException {
        Answer answer = api.answer(ApiRequest.get("/small", Map.of("limits", List.of("5"))));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(text(answer)).contains("\"parameter\":\"limits\"").contains("limit, order, q");
    }

    @Test
    void aFaultIsAnAnswerToo() throws IOException {
        Answer answer = api.answer(ApiRequest.get("/fails", Map.of()));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(text(answer)).doesNotContain("secret");
    }

    @Test
    void whatCannotBeAskedIsNotFound() {
        assertThat(api.answer(ApiRequest.get("/nothing", Map.of())).status()).isEqualTo(404);
        assertThat(api.answer(ApiRequest.get("/length", Map.of())).status()).isEqualTo(405);
    }

    @Test
    void writingLeavesTheStreamOpen() throws IOException {
        var out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                throw new IllegalStateException("closed");
            }
        };
        api.answer(ApiRequest.get("/small", Map.of())).writeTo(out);
        assertThat(out.size()).isPositive();
    }

    @Test
    void aFailingBodyIsNotMadeToLookComplete() {
        Answer broken = Answer.ok(json -> {
            json.writeStartArray();
            json.writeNumber(1);
            throw new IllegalStateException("no more");
        });
        var out = new ByteArrayOutputStream();
        assertThatThrownBy(() -> broken.writeTo(out)).hasMessage("no more");
        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("]");
    }

    @Test
    void twoRoutesForOnePlaceAreRefused() {
        Route route = Route.get("/a", Set.of(), _ -> TestApi.text(""));
        assertThatThrownBy(() -> new Api(List.of(route, route)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two routes for GET /a");
        assertThatThrownBy(() -> Route.get("a", Set.of(), _ -> TestApi.text("")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String text(Answer answer) throws IOException {
        var out = new ByteArrayOutputStream();
        answer.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
