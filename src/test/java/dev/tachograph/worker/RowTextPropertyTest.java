package dev.tachograph.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Whatever a text is, what is written of it can be read again and is the same. */
class RowTextPropertyTest {
    private static final String LETTERS =
            "abc\"'\\,\r\n\t\0\u0007\u007f\u2028\u202e<>&;=+-@{}[]:/é€🐧NaN Infinity 123 -9.5e300";
    private static final int ROUNDS = 20_000;

    private final long seed = System.nanoTime();
    private final RandomGenerator random = new SplittableRandom(seed);

    @Test
    void aJsonStringIsReadAsItWas() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            String text = text();
            try (JsonParser json = new JsonFactory().createParser(written(out -> JsonText.string(out, text)))) {
                json.nextToken();
                assertThat(json.getText()).as("seed %d", seed).isEqualTo(text);
                assertThat(json.nextToken()).isNull();
            }
        }
    }

    @Test
    void jsonWithNumbersThatJsonDoesNotHaveBecomesJson() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            String text = text();
            String value = written(out -> JsonText.string(out, text));
            String json = "{\"a\":[NaN,-Infinity,%s,12345678901234567890,1.5e-7,null],%s:true}".formatted(value, value);
            try (JsonParser parser = new JsonFactory().createParser(written(out -> JsonText.json(out, json)))) {
                List<String> texts = new ArrayList<>();
                while (parser.nextToken() != null) {
                    if (parser.currentToken().isScalarValue()) {
                        texts.add(parser.getText());
                    }
                }
                assertThat(texts)
                        .as("seed %d", seed)
                        .containsExactly("NaN", "-Infinity", text, "12345678901234567890", "1.5e-7", "null", "true");
            }
        }
    }

    @Test
    void aCsvFieldIsReadAsItWasButForFormulas() {
        for (int i = 0; i < ROUNDS; i++) {
            String text = text();
            String field = unquoted(written(out -> CsvRows.text(out, text)));
            assertThat(field).as("seed %d", seed).isIn(text, "'" + text);
            if (!field.isEmpty() && "=@\t\r".indexOf(field.charAt(0)) >= 0) {
                throw new AssertionError("seed %d: %s".formatted(seed, field));
            }
        }
    }

    private static String unquoted(String field) {
        if (!field.startsWith("\"")) {
            assertThat(field).isNotEmpty().doesNotContain(",", "\"", "\n", "\r");
            return field;
        }
        String inner = field.substring(1, field.length() - 1);
        assertThat(inner.replace("\"\"", "")).doesNotContain("\"");
        return inner.replace("\"\"", "\"");
    }

    private String text() {
        var text = new StringBuilder();
        int[] letters = LETTERS.codePoints().toArray();
        for (int i = random.nextInt(20); i > 0; i--) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    private static String written(Consumer<RowBuffer> writing) {
        var bytes = new ByteArrayOutputStream();
        var buffer = new RowBuffer(new AnswerSink() {
            @Override
            public void columns(List<SqlRun.Column> columns) {}

            @Override
            public void rows(byte[] piece, int offset, int length) {
                bytes.write(piece, offset, length);
            }
        });
        writing.accept(buffer);
        try {
            buffer.flush();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
