package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Data of every program before this one: they open, and what they answered they answer. */
@Timeout(120)
class GoldenDataTest {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    static Stream<Golden> all() {
        return IntStream.rangeClosed(1, Migrations.NEWEST).boxed().flatMap(schema -> Golden.of(schema).stream());
    }

    static Stream<Golden> kept() {
        return all().filter(Golden::isKept);
    }

    @ParameterizedTest
    @MethodSource("all")
    void dataOfEverySchemaAreKept(Golden golden) {
        assertThat(golden.isKept())
                .as("%s; mvn -DskipUi test -Dtest=MakeGoldenData makes those of the newest schema", golden)
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("kept")
    void theyOpenAndAnswerExactlyWhatWasAnsweredThen(Golden golden) throws Exception {
        Path data = golden.unpack(folder.resolve("data"));
        GoldenAnswers then = answers(golden);
        try (DataDirectory directory = DataDirectory.hold(data);
                Store store = Store.open(directory, INTERVAL, InstantSource.system())) {
            assertSame(then, store);
        }
        try (DataDirectory directory = DataDirectory.hold(data);
                Store store = Store.open(directory, INTERVAL, InstantSource.system())) {
            assertSame(then, store);
        }
    }

    private static void assertSame(GoldenAnswers then, Store store) throws SQLException {
        try (Connection connection = store.connect()) {
            assertThat(Migrations.version(connection)).isEqualTo(Migrations.NEWEST);
            GoldenAnswers now = GoldenAnswers.ask(connection, then.byQuestion().keySet());
            then.byQuestion()
                    .forEach((question, answer) -> assertThat(now.byQuestion().get(question))
                            .as(question)
                            .isEqualTo(answer));
        }
    }

    @ParameterizedTest
    @MethodSource("kept")
    void recordingGoesOnInThem(Golden golden) throws Exception {
        Path data = golden.unpack(folder.resolve("data"));
        try (var recording = new Recording(data)) {
            long before = count(recording.store());
            recording.ticks(3);
            assertThat(count(recording.store())).isEqualTo(before + 3);
        }
    }

    private static long count(Store store) throws SQLException {
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM ticks")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static GoldenAnswers answers(Golden golden) throws IOException {
        return GoldenAnswers.parse(Files.readAllLines(golden.answers()));
    }
}
