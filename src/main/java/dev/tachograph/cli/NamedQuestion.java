package dev.tachograph.cli;

import dev.tachograph.text.Spelling;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A saved question as a recorder tells of it.
 *
 * @param language {@code sql} or {@code ask}
 * @param own whether a user saved it
 */
record NamedQuestion(String name, String title, String description, String language, String text, boolean own) {

    static List<NamedQuestion> all(RecorderApi api) throws IOException {
        return api.get("/api/questions", Map.of()).json().get("questions").items().stream()
                .map(NamedQuestion::of)
                .toList();
    }

    private static NamedQuestion of(JsonValue question) {
        return new NamedQuestion(
                question.get("name").textOr(""),
                question.get("title").textOr(""),
                question.get("description").textOr(""),
                question.get("language").textOr(""),
                question.get("text").textOr(""),
                question.get("own") == JsonValue.Constant.TRUE);
    }

    /** The one of that name. @throws CommandFailure if there is none */
    static NamedQuestion named(List<NamedQuestion> all, String name) {
        return all.stream()
                .filter(question -> question.name.equals(name))
                .findFirst()
                .orElseThrow(() -> CommandFailure.wrongInput("there is no saved question '" + name + "'"
                        + Spelling.didYouMean(
                                name, all.stream().map(NamedQuestion::name).toList())));
    }

    /** Its statements. @throws CommandFailure if it is in another language */
    String sql() {
        if (!language.equals("sql")) {
            throw CommandFailure.wrongInput(
                    "'%s' is in the search language; ask it so: tachograph ask --saved %s".formatted(name, name));
        }
        return text;
    }

    /** Its search with pipes. @throws CommandFailure if it is in another language */
    String pipes() {
        if (!language.equals("ask")) {
            throw CommandFailure.wrongInput(
                    "'%s' is in SQL; ask it so: tachograph sql --saved %s".formatted(name, name));
        }
        return text;
    }
}
