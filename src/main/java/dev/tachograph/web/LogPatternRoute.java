package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tachograph.query.LogLevel;
import dev.tachograph.query.LogPatterns;
import dev.tachograph.query.LogQuestion;
import java.io.IOException;
import java.time.InstantSource;

/** {@code GET /api/patterns}: which patterns the lines have that match a search. */
final class LogPatternRoute {
    private static final int USUAL_PATTERNS = 100;

    private final Questions questions;
    private final InstantSource clock;

    LogPatternRoute(Questions questions, InstantSource clock) {
        this.questions = questions;
        this.clock = clock;
    }

    Route route() {
        return Route.get("/api/patterns", LogParameters.with("limit"), this::answer);
    }

    private Answer answer(ApiRequest request) {
        long began = System.nanoTime();
        LogQuestion question = new LogParameters(request.parameters(), clock.instant()).question();
        int limit = (int) request.parameters()
                .wholeNumber("limit", 1, LogPatterns.MOST_PATTERNS)
                .orElse(USUAL_PATTERNS);
        LogPatterns found =
                LogRoutes.asked(() -> questions.ask(request, recorded -> LogPatterns.of(recorded, question, limit)));
        return Answer.ok(json -> JsonFields.object(
                json,
                fields -> fields.value("from", question.from())
                        .value("to", question.to())
                        .value("q", question.text())
                        .value("limit", limit)
                        .value("total", found.total())
                        .value("truncated", found.total() > found.patterns().size())
                        .value("lines", found.lines())
                        .value("lines_without", found.linesWithout())
                        .value("elapsed_ms", (System.nanoTime() - began) / 1e6)
                        .array("patterns", found.patterns(), LogPatternRoute::write)));
    }

    /** The number is a text: programs that read JSON numbers as floating ones would know 53 of its 64 bits. */
    private static void write(JsonGenerator json, LogPatterns.Pattern pattern) throws IOException {
        JsonFields.object(
                json,
                fields -> fields.value("pattern", Long.toString(pattern.number()))
                        .value("text", pattern.text())
                        .value("count", pattern.count())
                        .value("first", pattern.first())
                        .value("last", pattern.last())
                        .value("example", pattern.example())
                        .value("unit", pattern.unit())
                        .value("priority", pattern.priority())
                        .value("level", LogLevel.word(pattern.priority())));
    }
}
