package dev.tachograph.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tachograph.query.QuestionException.Kind;
import dev.tachograph.query.SavedQuestion.Language;
import dev.tachograph.store.DataDirectory;
import dev.tachograph.store.Durable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Questions with names: those that come with this program, and those that users saved, each a file {@code NAME.sql} or
 * {@code NAME.ask} of the owner alone. Safe for many threads.
 */
public final class SavedQuestions {
    /** So many may be saved. */
    public static final int MOST = 500;

    private static final String SHIPPED = "questions/";
    private static final String INDEX = "index";
    private static final List<SavedQuestion> ALL_SHIPPED = shipped();

    private final Path folder;

    private SavedQuestions(Path folder) {
        this.folder = folder;
    }

    /** Those of a data directory. */
    public static SavedQuestions of(Path dataDirectory) {
        return new SavedQuestions(dataDirectory.resolve(DataDirectory.QUESTIONS));
    }

    /** All of them in the order of their names, those that came with the program first. */
    public List<SavedQuestion> all() throws IOException {
        List<SavedQuestion> all = new ArrayList<>(ALL_SHIPPED);
        all.addAll(own());
        return all;
    }

    /** The one of that name; {@code null} if there is none. */
    public @Nullable SavedQuestion named(String name) throws IOException {
        for (SavedQuestion question : all()) {
            if (question.name().equals(name)) {
                return question;
            }
        }
        return null;
    }

    /**
     * Saves one, in place of one of a user's that has its name.
     *
     * @throws QuestionException if it may not be saved like this
     */
    public synchronized void save(SavedQuestion question) throws IOException, QuestionException {
        check(question);
        String content = question.file();
        if (content.getBytes(UTF_8).length > SavedQuestion.MOST_BYTES) {
            throw new QuestionException(
                    Kind.WRONG, "text: has to be of at most %d bytes".formatted(SavedQuestion.MOST_BYTES));
        }
        boolean isNew = own().stream().noneMatch(has(question.name()));
        if (isNew && own().size() >= MOST) {
            throw new QuestionException(
                    Kind.FULL, "there are %d saved questions, and there can't be more: delete one".formatted(MOST));
        }
        makeFolder();
        Durable.write(file(question.name(), question.language()), content);
        for (Language other : Language.values()) {
            if (other != question.language()) {
                Durable.removeFile(file(question.name(), other));
            }
        }
    }

    /**
     * Deletes one of a user's.
     *
     * @throws QuestionException if there is no such question, or it came with the program
     */
    public synchronized void delete(String name) throws IOException, QuestionException {
        refuseShipped(name);
        if (own().stream().noneMatch(has(name))) {
            throw new QuestionException(Kind.MISSING, "there is no saved question of this name");
        }
        for (Language language : Language.values()) {
            Durable.removeFile(file(name, language));
        }
    }

    private void makeFolder() throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotDirectoryException(folder.toString());
        }
    }

    private static void check(SavedQuestion question) throws QuestionException {
        if (!SavedQuestion.isName(question.name())) {
            throw new QuestionException(Kind.WRONG, "name: has to be 1 to 64 letters a-z, digits and hyphens");
        }
        refuseShipped(question.name());
        if (question.text().isBlank()) {
            throw new QuestionException(Kind.WRONG, "text: has to be a question");
        }
        for (String line : List.of(question.title(), question.about())) {
            if (line.length() > SavedQuestion.MOST_TITLE || line.chars().anyMatch(Character::isISOControl)) {
                throw new QuestionException(
                        Kind.WRONG,
                        "title: has to be one line of at most %d characters".formatted(SavedQuestion.MOST_TITLE));
            }
        }
    }

    private static void refuseShipped(String name) throws QuestionException {
        if (ALL_SHIPPED.stream().anyMatch(has(name))) {
            throw new QuestionException(
                    Kind.SHIPPED, "a question of this name comes with tachograph, and stays: choose another name");
        }
    }

    private static Predicate<SavedQuestion> has(String name) {
        return question -> question.name().equals(name);
    }

    private Path file(String name, Language language) {
        return folder.resolve(name + language.suffix());
    }

    /** Whatever else lies in the folder is not looked at: not links either, which could lead anywhere. */
    private List<SavedQuestion> own() throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<SavedQuestion> own = new ArrayList<>();
            for (Path file : files.sorted(Comparator.naturalOrder()).toList()) {
                SavedQuestion question = own.size() < MOST ? read(file) : null;
                if (question != null && ALL_SHIPPED.stream().noneMatch(has(question.name()))) {
                    own.add(question);
                }
            }
            return own;
        }
    }

    private static @Nullable SavedQuestion read(Path file) throws IOException {
        String fileName = String.valueOf(file.getFileName());
        int dot = fileName.lastIndexOf('.');
        Language language = Language.of(fileName.substring(dot + 1));
        if (dot < 0 || language == null || !SavedQuestion.isName(fileName.substring(0, dot))) {
            return null;
        }
        var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile() || attributes.size() > SavedQuestion.MOST_BYTES) {
            return null;
        }
        try (InputStream in = Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            String text = new String(in.readNBytes(SavedQuestion.MOST_BYTES), UTF_8);
            return SavedQuestion.parse(fileName.substring(0, dot), language, text, true);
        }
    }

    private static List<SavedQuestion> shipped() {
        return resource(INDEX).lines().map(SavedQuestions::shipped).toList();
    }

    private static SavedQuestion shipped(String fileName) {
        int dot = fileName.lastIndexOf('.');
        Language language = Language.of(fileName.substring(dot + 1));
        if (language == null) {
            throw new IllegalStateException(fileName + ": no language of this name");
        }
        return SavedQuestion.parse(fileName.substring(0, dot), language, resource(fileName), false);
    }

    private static String resource(String name) {
        try (InputStream in = SavedQuestions.class.getResourceAsStream(SHIPPED + name)) {
            if (in == null) {
                throw new IllegalStateException(SHIPPED + name + ": missing in this program");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
