package dev.tachograph.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringWriter;

/** JSON in which nothing can steer a terminal. */
final class TerminalJson {
    static final JsonFactory FACTORY =
            new JsonFactoryBuilder().characterEscapes(new TerminalEscapes()).build();

    private TerminalJson() {}

    /** The same value, on a line of its own. */
    static String of(String json) throws IOException {
        var text = new StringWriter(json.length() + 16);
        try (JsonParser parser = FACTORY.createParser(json);
                JsonGenerator copy = FACTORY.createGenerator(text)) {
            parser.nextToken();
            copy.copyCurrentStructureExact(parser);
        }
        return text.append('\n').toString();
    }
}
