package dev.tachograph.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.query.SavedQuestion.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavedQuestionsTest {
    @TempDir
    private Path data;

    private static SavedQuestion question(String name, Language language, String text) {
        return new SavedQuestion(name, "A title", "What it is about.", List.of(), language, text, true);
    }

    private List<SavedQuestion> own() throws IOException {
        return SavedQuestions.of(data).all().stream().filter(SavedQuestion::own).toList();
    }

    @Test
    void aSavedQuestionIsReadAsItWasSavedFromAFileOfItsOwner() throws Exception {
        SavedQuestion question = question("mine-2", Language.SQL, "-- a comment\nSELECT 'ä'");
        SavedQuestions.of(data).save(question);
        assertThat(own()).containsExactly(question);
        Path file = data.resolve("questions/mine-2.sql");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(data.resolve("questions")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void aCommentOfItsOwnThatLooksLikeAHeaderStaysInTheText() throws Exception {
        SavedQuestion question = question("mine", Language.SQL, "-- title: another\nSELECT 1");
        SavedQuestions.of(data).save(question);
        assertThat(own()).containsExactly(question);
    }

    @Test
    void oneOfTheSameNameIsReplacedAlsoInAnotherLanguage() throws Exception {
        SavedQuestions.of(data).save(question("mine", Language.SQL, "SELECT 1"));
        SavedQuestions.of(data).save(question("mine", Language.ASK, "error | stats count"));
        assertThat(own()).containsExactly(question("mine", Language.ASK, "error | stats count"));
        SavedQuestions.of(data).delete("mine");
        assertThat(own()).isEmpty();
        assertThatThrownBy(() -> SavedQuestions.of(data).delete("mine"))
                .isInstanceOfSatisfying(
                        QuestionException.class, e -> assertThat(e.kind()).isEqualTo(QuestionException.Kind.MISSING));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "..",
                "../x",
                "a/b",
                "A",
                "a.b",
                "a b",
                "ä",
                "a\0",
                "a\n",
                "/etc/passwd",
                "%2e%2e",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void aNameThatIsNoneIsRefused(String name) {
        assertThatThrownBy(() -> SavedQuestions.of(data).save(question(name, Language.SQL, "SELECT 1")))
                .isInstanceOf(QuestionException.class)
                .hasMessageContaining("1 to 64 letters");
        assertThatThrownBy(() -> SavedQuestions.of(data).delete(name)).isInstanceOf(QuestionException.class);
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void whatCameWithTheProgramStays() throws Exception {
        String shipped = SavedQuestions.of(data).all().getFirst().name();
        assertThatThrownBy(() -> SavedQuestions.of(data).save(question(shipped, Language.SQL, "SELECT 1")))
                .isInstanceOfSatisfying(
                        QuestionException.class, e -> assertThat(e.kind()).isEqualTo(QuestionException.Kind.SHIPPED));
        assertThatThrownBy(() -> SavedQuestions.of(data).delete(shipped)).isInstanceOf(QuestionException.class);
        Files.createDirectory(data.resolve("questions"));
        Files.writeString(data.resolve("questions").resolve(shipped + ".sql"), "SELECT 'another'");
        assertThat(own()).as("nor is it hidden by a file").isEmpty();
    }

    @Test
    void whatIsTooLargeEmptyOrOfManyLinesIsRefused() {
        SavedQuestions questions = SavedQuestions.of(data);
        assertThatThrownBy(() -> questions.save(question("a", Language.SQL, "x".repeat(SavedQuestion.MOST_BYTES))))
                .hasMessageContaining("at most 65536 bytes");
        assertThatThrownBy(() -> questions.save(question("a", Language.SQL, " \n")))
                .hasMessageContaining("text");
        assertThatThrownBy(() -> questions.save(
                        new SavedQuestion("a", "x\n-- tags: y", "", List.of(), Language.SQL, "SELECT 1", true)))
                .hasMessageContaining("one line");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void thereIsAnEndToThem() throws Exception {
        Path folder = Files.createDirectory(data.resolve("questions"));
        for (int i = 0; i < SavedQuestions.MOST; i++) {
            Files.writeString(folder.resolve("q" + i + ".sql"), "SELECT 1");
        }
        assertThatThrownBy(() -> SavedQuestions.of(data).save(question("one-more", Language.SQL, "SELECT 1")))
                .hasMessageContaining("there are 500 saved questions");
        SavedQuestions.of(data).save(question("q7", Language.SQL, "SELECT 7"));
        assertThat(own()).hasSize(SavedQuestions.MOST);
    }

    @Test
    void linksAndOtherFilesAreNotRead() throws Exception {
        Path secret = Files.writeString(data.resolve("secret"), "password");
        Path folder = Files.createDirectory(data.resolve("questions"));
        Files.createSymbolicLink(folder.resolve("link.sql"), secret);
        Files.createDirectory(folder.resolve("folder.sql"));
        Files.writeString(folder.resolve("README"), "x");
        Files.writeString(folder.resolve("Odd Name.sql"), "x");
        Files.writeString(folder.resolve("half.sql.new"), "x");
        Files.write(folder.resolve("large.sql"), new byte[SavedQuestion.MOST_BYTES + 1]);
        assertThat(own()).isEmpty();
    }

    @Test
    void aFolderThatIsALinkIsNotFollowed() throws Exception {
        Path elsewhere = Files.createDirectory(data.resolve("elsewhere"));
        Files.createSymbolicLink(data.resolve("questions"), elsewhere);
        assertThatThrownBy(() -> SavedQuestions.of(data).save(question("a", Language.SQL, "SELECT 1")))
                .isInstanceOf(IOException.class);
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(own()).isEmpty();
    }

    @Test
    void thoseThatComeAlongAreAllListedAndSayWhatTheyAnswer() throws IOException {
        List<SavedQuestion> shipped = SavedQuestions.of(data).all();
        assertThat(shipped).hasSizeGreaterThanOrEqualTo(25);
        assertThat(shipped).allSatisfy(question -> {
            assertThat(SavedQuestion.isName(question.name())).isTrue();
            assertThat(question.title()).isNotEqualTo(question.name()).hasSizeLessThan(60);
            assertThat(question.about()).endsWith(".");
            assertThat(question.tags()).isNotEmpty();
            assertThat(question.text()).isNotBlank().doesNotStartWith("--");
        });
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/dev/tachograph/query/questions"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())).filter(name -> !name.equals("index")))
                    .containsExactlyInAnyOrderElementsOf(shipped.stream()
                            .map(question -> question.name() + "." + question.language())
                            .toList());
        }
    }
}
