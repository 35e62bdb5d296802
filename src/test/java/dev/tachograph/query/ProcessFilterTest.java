package dev.tachograph.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tachograph.model.ProcessStatus;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples that the page's own filter is held against, too. */
class ProcessFilterTest {

    /** One example. */
    record Case(String query, ProcessRow row, boolean matches, String why) {
        @Override
        public String toString() {
            return "'%s': %s".formatted(query, why);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theFilterMatchesAsTheExamplesSay(Case example) {
        assertThat(ProcessFilter.parse(example.query).test(example.row)).isEqualTo(example.matches);
    }

    @Test
    void anyTextIsAFilter() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        ProcessRow row = Rows.row(812, "java", null, "app", null, null, ProcessStatus.RUNNING);
        String letters = "!'^$: apiduser\u00e4\u0130\ud83d\udc27\ud83d\t";
        for (int round = 0; round < 20_000; round++) {
            var query = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                query.append(letters.charAt(random.nextInt(letters.length())));
            }
            ProcessFilter filter = ProcessFilter.parse(query.toString());
            assertThat(filter.test(row)).as("seed %d, query '%s'", seed, query).isIn(true, false);
        }
    }

    static List<Case> cases() throws IOException {
        var cases = new ArrayList<Case>();
        try (InputStream in = ProcessFilterTest.class.getResourceAsStream("/filter-cases.json");
                JsonParser json = new JsonFactory().createParser(Objects.requireNonNull(in))) {
            json.nextToken();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                var members = members(json);
                if (members.get("name") != null) { // the page can think of a row without a name, the store cannot
                    cases.add(example(members));
                }
            }
        }
        assertThat(cases).hasSizeGreaterThan(50);
        return cases;
    }

    /** Members of an object, those of an object within it by their own names. */
    private static Map<String, @Nullable String> members(JsonParser json) throws IOException {
        var members = new HashMap<String, @Nullable String>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.START_OBJECT) {
                members.putAll(members(json));
            } else {
                members.put(name, value == JsonToken.VALUE_NULL ? null : json.getText());
            }
        }
        return members;
    }

    private static Case example(Map<String, @Nullable String> members) {
        ProcessRow row = Rows.row(
                Integer.parseInt(present(members, "pid")),
                present(members, "name"),
                members.get("cmdline"),
                members.get("user"),
                members.get("unit"),
                members.get("container"),
                ProcessStatus.valueOf(
                        present(members, "status").toUpperCase(Locale.ROOT).replace('-', '_')));
        return new Case(
                present(members, "query"),
                row,
                Boolean.parseBoolean(present(members, "matches")),
                present(members, "why"));
    }

    private static String present(Map<String, @Nullable String> members, String name) {
        return Objects.requireNonNull(members.get(name), name);
    }
}
