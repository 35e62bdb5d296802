package dev.tachograph.cli;

import dev.tachograph.cli.SqlTokens.Token;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Colours what is typed: keywords, texts, numbers, comments. */
final class SqlHighlighter implements Highlighter {
    private final Set<String> keywords;

    SqlHighlighter(SqlSchema schema) {
        keywords = schema.keywords().stream()
                .flatMap(words -> Stream.of(words.split(" ", -1)))
                .map(words -> words.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public AttributedString highlight(LineReader reader, String buffer) {
        var coloured = new AttributedStringBuilder();
        for (Token token : SqlTokens.of(buffer)) {
            String text = token.of(buffer);
            coloured.styled(style(token, text), text);
        }
        return coloured.toAttributedString();
    }

    private AttributedStyle style(Token token, String text) {
        AttributedStyle plain = AttributedStyle.DEFAULT;
        return switch (token.kind()) {
            case COMMENT -> plain.faint();
            case STRING -> plain.foreground(AttributedStyle.GREEN);
            case NUMBER -> plain.foreground(AttributedStyle.CYAN);
            case WORD -> keywords.contains(text.toLowerCase(Locale.ROOT)) ? plain.bold() : plain;
            case NAME, SPACE, SEMICOLON, OTHER -> plain;
        };
    }
}
