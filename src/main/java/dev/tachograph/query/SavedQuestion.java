package dev.tachograph.query;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A question with a name. In its file it stands below a header of comment lines, {@code -- title: …}, {@code -- about: …} and
 * {@code -- tags: …}, each of which may be missing.
 *
 * @param title a few words; the name where nobody gave any
 * @param about what it answers, in one sentence; empty where nobody said
 * @param text what is asked, without the header
 * @param own whether a user saved it, rather than this program bringing it along
 */
public record SavedQuestion(
        String name, String title, String about, List<String> tags, Language language, String text, boolean own) {
    /** The most bytes that a file of one may have. */
    public static final int MOST_BYTES = 64 << 10;

    /** The most characters of a title, and of what it is about. */
    public static final int MOST_TITLE = 200;

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
    private static final String MARK = "-- ";

    /** What a question is written in. */
    public enum Language {
        SQL,
        /** The search language with pipes. */
        ASK;

        /** The language of this name; {@code null} if there is none. */
        public static @Nullable Language of(String name) {
            return switch (name) {
                case "sql" -> SQL;
                case "ask" -> ASK;
                default -> null;
            };
        }

        /** How the name of a file ends. */
        String suffix() {
            return "." + this;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public SavedQuestion {
        tags = List.copyOf(tags);
    }

    /** Whether a question may be called so: 1 to 64 of a–z, 0–9 and hyphens, which no path is hidden in. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Reads a file. */
    static SavedQuestion parse(String name, Language language, String file, boolean own) {
        String title = "";
        String about = "";
        String tags = "";
        int at = 0;
        while (file.startsWith(MARK, at)) {
            int end = file.indexOf('\n', at) < 0 ? file.length() : file.indexOf('\n', at);
            String line = file.substring(at + MARK.length(), end).strip();
            if (line.startsWith("title:")) {
                title = value(line);
            } else if (line.startsWith("about:")) {
                about = value(line);
            } else if (line.startsWith("tags:")) {
                tags = value(line);
            } else {
                break; // a comment of the question itself
            }
            at = Math.min(file.length(), end + 1);
        }
        return new SavedQuestion(
                name,
                title.isEmpty() ? name : title,
                about,
                tags.isEmpty() ? List.of() : List.of(tags.split(" +", -1)),
                language,
                file.substring(at).strip(),
                own);
    }

    private static String value(String line) {
        return line.substring(line.indexOf(':') + 1).strip();
    }

    /** What stands in its file. */
    String file() {
        var file = new StringBuilder();
        header(file, "title", title);
        header(file, "about", about);
        header(file, "tags", String.join(" ", tags));
        if (text.strip().startsWith(MARK)) {
            file.append('\n'); // a comment of its own, and no part of the header
        }
        return file.append(text.strip()).append('\n').toString();
    }

    private static void header(StringBuilder file, String name, String value) {
        if (!value.isEmpty()) {
            file.append(MARK).append(name).append(": ").append(value).append('\n');
        }
    }
}
