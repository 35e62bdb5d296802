package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    /** The routes of docs/http.md. */
    private static final List<Route> ROUTES = List.of(
            route("/health"),
            route("/api/storage/health"),
            route("/api/processes", "at", "tz", "q", "sort", "order", "limit", "offset", "exits", "host"),
            route("/api/processes/{pid}/history", "start_time", "from", "to", "tz", "points"),
            route("/api/gaps", "from", "to", "tz", "limit", "stream", "cause"),
            route("/api/events", "from", "to", "tz", "limit", "kind"),
            route("/api/exits", "from", "to", "tz", "name", "unit", "sort", "by", "limit"),
            route("/api/metrics/{table}", "from", "to", "tz", "points", "metrics", "device"),
            route(
                    "/api/search",
                    "q",
                    "start",
                    "end",
                    "tz",
                    "hostname",
                    "unit",
                    "priority",
                    "limit",
                    "cursor",
                    "sort",
                    "sort_dir",
                    "columns"),
            route("/api/search/tail", "q", "hostname", "unit", "priority", "columns", "after"),
            route("/api/timechart", "q", "start", "end", "tz", "hostname", "unit", "priority", "bins"),
            route("/api/diff", "from", "to", "tz", "base_from", "base_to", "kinds", "limit"),
            route("/api/patterns", "q", "start", "end", "tz", "hostname", "unit", "priority", "limit"),
            route("/api/filters", "q", "start", "end", "tz", "hostname", "unit", "priority", "fields"),
            route("/api/columns"),
            route("/api/logs/around", "line", "lines", "seconds", "columns"),
            route("/api/logs/process", "line"),
            route("/api/bundle", "from", "to", "tz", "redact"),
            route("/api/backup"),
            route("/api/verify"),
            route("/api/verify/progress"),
            new Route(Route.Method.POST, "/api/backup", Set.of(), _ -> TestApi.text("")),
            new Route(Route.Method.POST, "/api/sql", Set.of(), _ -> TestApi.text("")),
            route("/api/sql/schema"),
            new Route(Route.Method.POST, "/api/ask", Set.of(), _ -> TestApi.text("")),
            route("/api/ask/schema"),
            route("/api/diff", "from", "to", "base_from", "base_to", "tz", "kinds", "limit"),
            route("/api/ask/complete", "query", "cursor"),
            route("/api/questions"),
            new Route(Route.Method.POST, "/api/questions", Set.of(), _ -> TestApi.text("")),
            new Route(Route.Method.POST, "/api/questions/delete", Set.of(), _ -> TestApi.text("")),
            route("/metrics"),
            OpenApi.route());

    @Test
    void theDocumentDescribesTheRoutesAndNoOthers() throws IOException {
        OpenApiAgreement.check(ROUTES);
    }

    @Test
    void aRouteTooManyTooFewOrWithOtherParametersIsFound() {
        var more = new ArrayList<>(ROUTES);
        more.add(route("/api/more"));
        assertThatThrownBy(() -> OpenApiAgreement.check(more)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> OpenApiAgreement.check(ROUTES.subList(1, ROUTES.size())))
                .isInstanceOf(AssertionError.class);
        var other = new ArrayList<>(ROUTES);
        other.set(0, route("/health", "verbose"));
        assertThatThrownBy(() -> OpenApiAgreement.check(other)).isInstanceOf(AssertionError.class);
    }

    @Test
    void everyReferenceLeadsSomewhere() throws IOException {
        OpenApiAgreement.References references = OpenApiAgreement.References.of(OpenApi.document());
        assertThat(references.used()).isNotEmpty();
        assertThat(references.defined()).containsAll(references.used());
    }

    @Test
    void theRouteServesTheDocument() throws IOException {
        Answer answer = new Api(List.of(OpenApi.route())).answer(ApiRequest.get("/openapi.json", Map.of()));
        var out = new ByteArrayOutputStream();
        answer.writeTo(out);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(OpenApi.document());
    }

    private static Route route(String path, String... parameters) {
        return Route.get(path, Set.of(parameters), _ -> TestApi.text(path));
    }
}
