package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tachograph.query.QuestionException;
import dev.tachograph.query.SavedQuestion;
import dev.tachograph.query.SavedQuestion.Language;
import dev.tachograph.query.SavedQuestions;
import dev.tachograph.store.FileErrors;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** {@code /api/questions}: those that come with the program, and those that users saved. */
final class QuestionRoutes {
    private static final String PATH = "/api/questions";

    private final SavedQuestions questions;

    private static final String EXAMPLE = "{\"name\": \"mine\", \"language\": \"sql\", \"text\": \"SELECT 1\"}";

    QuestionRoutes(SavedQuestions questions) {
        this.questions = questions;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Set.of(), _ -> list()),
                new Route(Route.Method.POST, PATH, Set.of(), this::save),
                new Route(Route.Method.POST, PATH + "/delete", Set.of(), this::delete));
    }

    private interface Errand<T> {
        T run() throws IOException, QuestionException;
    }

    private Answer list() {
        List<SavedQuestion> all = done(questions::all);
        return Answer.ok(json -> JsonFields.object(
                json,
                fields -> fields.array("questions", all, QuestionRoutes::write).value("total", all.size())));
    }

    private static void write(JsonGenerator json, SavedQuestion question) throws IOException {
        JsonFields.object(
                json,
                fields -> fields.value("name", question.name())
                        .value("title", question.title())
                        .value("description", question.about())
                        .texts("tags", question.tags())
                        .value("language", question.language().toString())
                        .value("text", question.text())
                        .value("own", question.own()));
    }

    private Answer save(ApiRequest request) {
        JsonMembers body = JsonMembers.parse(request.body());
        String name = required(body, "name");
        String title = body.text("title");
        String named = required(body, "language");
        Language language = Language.of(named);
        if (language == null) {
            throw JsonMembers.refusal("language", "has to be sql or ask");
        }
        var question = new SavedQuestion(
                name,
                title == null || title.isBlank() ? name : title.strip(),
                Objects.requireNonNullElse(body.text("description"), "").strip(),
                List.of(),
                language,
                required(body, "text"),
                true);
        done(() -> {
            questions.save(question);
            return question;
        });
        return Answer.ok(json -> write(json, question));
    }

    private Answer delete(ApiRequest request) {
        String name = required(JsonMembers.parse(request.body()), "name");
        done(() -> {
            questions.delete(name);
            return name;
        });
        return Answer.ok(json -> JsonFields.object(json, fields -> fields.value("deleted", name)));
    }

    private static String required(JsonMembers body, String member) {
        return body.required(member, EXAMPLE);
    }

    private static <T> T done(Errand<T> errand) {
        try {
            return errand.run();
        } catch (QuestionException e) {
            throw new ProblemException(Problem.of(status(e.kind()), String.valueOf(e.getMessage())));
        } catch (IOException e) {
            String message = FileErrors.sentence(e);
            throw new ProblemException(Problem.of(message.contains("No space left on device") ? 507 : 503, message));
        }
    }

    private static int status(QuestionException.Kind kind) {
        return switch (kind) {
            case WRONG -> 400;
            case MISSING -> 404;
            case SHIPPED, FULL -> 409;
        };
    }
}
