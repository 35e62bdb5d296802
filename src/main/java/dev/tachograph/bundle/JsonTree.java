package dev.tachograph.bundle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.tachograph.text.Printable;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of a JSON text that nobody vouches for. Asked for what is not there, or is something else, it refuses the whole and says
 * where.
 *
 * @param path for messages, such as {@code manifest.json: members[3].bytes}
 */
record JsonTree(String path, @Nullable Object value) {
    private static final int DEEPEST = 8;
    private static final int LONGEST_SHOWN = 80;
    private static final int LONGEST_SENTENCE = 600;
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** Turns one part of a list into something. */
    interface Reader<T> {
        T read(JsonTree json) throws BundleException;
    }

    static JsonTree parse(String text, int longestText) throws BundleException {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxStringLength(longestText)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try (JsonParser parser = factory.createParser(text)) {
            parser.nextToken();
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw BundleException.unfit(Members.MANIFEST + ": has something behind its end");
            }
            return new JsonTree(Members.MANIFEST + ":", value);
        } catch (BundleException e) {
            throw e;
        } catch (IOException e) {
            throw new BundleException(
                    BundleException.Kind.UNFIT,
                    "%s: is no JSON: %s"
                            .formatted(
                                    Members.MANIFEST,
                                    shown(String.valueOf(e.getMessage())
                                            .lines()
                                            .findFirst()
                                            .orElse(""))),
                    e);
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, value(parser));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<@Nullable Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield elements;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case null, default -> throw BundleException.unfit(Members.MANIFEST + ": is no JSON");
        };
    }

    /** What a stranger wrote, fit for a message. */
    static String shown(String text) {
        return Printable.text(text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text);
    }

    /** The same for a whole sentence. */
    static String longShown(String text) {
        return Printable.text(text.length() > LONGEST_SENTENCE ? text.substring(0, LONGEST_SENTENCE) + "…" : text);
    }

    /** A member; one that is not there is as {@code null}. */
    JsonTree get(String name) throws BundleException {
        if (!(value instanceof Map<?, ?> members)) {
            throw wrong("an object");
        }
        return new JsonTree(path.endsWith(":") ? path + " " + name : path + "." + name, members.get(name));
    }

    <T> List<T> each(int most, Reader<T> reader) throws BundleException {
        if (!(value instanceof List<?> elements) || elements.size() > most) {
            throw wrong("a list of at most " + most);
        }
        List<T> read = new ArrayList<>();
        for (Object element : elements) {
            read.add(reader.read(new JsonTree("%s[%d]".formatted(path, read.size()), element)));
        }
        return read;
    }

    String text() throws BundleException {
        String text = textOrNull();
        if (text == null) {
            throw wrong("a text");
        }
        return text;
    }

    @Nullable String textOrNull() throws BundleException {
        if (value != null && !(value instanceof String)) {
            throw wrong("a text");
        }
        return (String) value;
    }

    long number() throws BundleException {
        if (!(value instanceof Long number)) {
            throw wrong("a whole number");
        }
        return number;
    }

    /** Not less than nothing. */
    long amount() throws BundleException {
        long number = number();
        if (number < 0) {
            throw wrong("not negative");
        }
        return number;
    }

    @Nullable Long amountOrNull() throws BundleException {
        return value == null ? null : Long.valueOf(amount());
    }

    @Nullable Double decimalOrNull() throws BundleException {
        if (value != null && !(value instanceof Number)) {
            throw wrong("a number");
        }
        return value instanceof Number number ? Double.valueOf(number.doubleValue()) : null;
    }

    boolean truth() throws BundleException {
        if (!(value instanceof Boolean truth)) {
            throw wrong("true or false");
        }
        return truth;
    }

    Instant instant() throws BundleException {
        Instant instant = instantOrNull();
        if (instant == null) {
            throw wrong("a time such as 2026-11-23T03:12:00Z");
        }
        return instant;
    }

    @Nullable Instant instantOrNull() throws BundleException {
        String text = textOrNull();
        try {
            Instant instant = text == null ? null : Instant.parse(text);
            if (instant != null && (instant.isBefore(EARLIEST) || instant.isAfter(LATEST))) {
                throw wrong("a time from 1970 to 9999");
            }
            return instant;
        } catch (DateTimeException e) {
            throw new BundleException(
                    BundleException.Kind.UNFIT, "%s has to be a time such as 2026-11-23T03:12:00Z".formatted(path), e);
        }
    }

    private BundleException wrong(String wanted) {
        return BundleException.unfit("%s has to be %s".formatted(path, wanted));
    }
}
