package dev.tachograph.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.query.SavedQuestions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Saved questions over HTTP. */
class QuestionRoutesTest {
    @TempDir
    private Path data;

    private Answer ask(String method, String path, String body) {
        var api = new Api(new QuestionRoutes(SavedQuestions.of(data)).routes());
        return api.answer(new ApiRequest(method, path, Parameters.of(Map.of()), body, new CancellationSignal()));
    }

    private static String text(Answer answer) throws IOException {
        var out = new ByteArrayOutputStream();
        answer.writeTo(out);
        return out.toString(UTF_8);
    }

    @Test
    void aQuestionIsSavedListedAndDeletedAsDescribed() throws IOException {
        Answer saved = ask(
                "POST",
                "/api/questions",
                "{\"name\":\"mine\",\"title\":\"Mine\",\"language\":\"sql\",\"text\":\"SELECT 1\"}");
        assertThat(saved.status()).isEqualTo(200);
        assertThat(Schema.complaints("SavedQuestion", Json.object(text(saved)))).isEmpty();
        Map<String, ?> list = Json.object(text(ask("GET", "/api/questions", "")));
        assertThat(Schema.complaints("SavedQuestions", Json.object(text(ask("GET", "/api/questions", "")))))
                .isEmpty();
        assertThat((List<?>) list.get("questions"))
                .last()
                .isEqualTo(Json.object(text(saved)))
                .extracting("title", "own")
                .containsExactly("Mine", true);
        Answer deleted = ask("POST", "/api/questions/delete", "{\"name\":\"mine\"}");
        assertThat(Schema.complaints("DeletedQuestion", Json.object(text(deleted))))
                .isEmpty();
        assertThat(text(ask("GET", "/api/questions", ""))).doesNotContain("\"mine\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "400 | {}                                                          | name: is missing",
                "400 | []                                                          | JSON object",
                "400 | {\"name\":\"../x\",\"language\":\"sql\",\"text\":\"a\"}     | name: has to be 1 to 64",
                "400 | {\"name\":\"x\",\"language\":\"SQL\",\"text\":\"a\"}        | language: has to be sql or ask",
                "400 | {\"name\":\"x\",\"language\":\"sql\",\"text\":\" \"}        | text: has to be a question",
                "400 | {\"name\":\"x\",\"language\":\"sql\"}                       | text: is missing",
                "400 | {\"name\":\"x\",\"title\":\"a\\nb\",\"language\":\"sql\",\"text\":\"a\"} | one line",
                "409 | {\"name\":\"oom-kills\",\"language\":\"sql\",\"text\":\"a\"} | comes with tachograph",
            })
    void whatMayNotBeSavedIsRefused(int status, String body, String reason) throws IOException {
        Answer answer = ask("POST", "/api/questions", body);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(text(answer)).contains(reason);
        assertThat(data).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({"404,nothing", "409,oom-kills", "404,../x"})
    void whatIsNotThereOrNotOnesOwnIsNotDeleted(int status, String name) {
        assertThat(ask("POST", "/api/questions/delete", "{\"name\":\"" + name + "\"}")
                        .status())
                .isEqualTo(status);
    }

    @Test
    void whereNothingCanBeWrittenThatIsSaid() throws IOException {
        Files.writeString(data.resolve("questions"), "no folder");
        Answer answer = ask("POST", "/api/questions", "{\"name\":\"x\",\"language\":\"sql\",\"text\":\"a\"}");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(text(answer)).contains("questions: is not a directory");
    }
}
