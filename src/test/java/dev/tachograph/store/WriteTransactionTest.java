package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two ways into a table. */
@Tag("duckdb")
class WriteTransactionTest {
    private static final List<String> TEXTS = List.of(
            "", "plain", "'; DROP TABLE hot.appended; --", "\u202e\n\t\u0007", "𝕬 ü €", "?", "NULL", "x".repeat(5000));

    @TempDir
    Path folder;

    private record Figures(
            boolean flag,
            byte small,
            int number,
            long large,
            @Nullable Boolean maybeFlag,
            @Nullable Byte maybeSmall,
            @Nullable Integer maybeNumber,
            @Nullable Long maybeLarge,
            @Nullable Float decimal,
            @Nullable String text,
            @Nullable UUID id,
            List<Byte> bytes,
            long micros) {

        static Figures random(Random random) {
            return new Figures(
                    random.nextBoolean(),
                    (byte) random.nextInt(),
                    random.nextInt(),
                    random.nextLong(),
                    maybe(random, random.nextBoolean()),
                    maybe(random, (byte) random.nextInt()),
                    maybe(random, random.nextInt()),
                    maybe(random, random.nextLong()),
                    maybe(random, random.nextFloat()),
                    maybe(random, TEXTS.get(random.nextInt(TEXTS.size()))),
                    maybe(random, new UUID(random.nextLong(), random.nextLong())),
                    List.of((byte) random.nextInt(), (byte) 0, (byte) -1),
                    random.nextLong(-1_000_000_000_000_000L, 4_000_000_000_000_000L));
        }

        private static <T> @Nullable T maybe(Random random, T value) {
            return random.nextInt(3) == 0 ? null : value;
        }

        void write(NewRow to) throws SQLException {
            to.append(flag);
            to.append(small);
            to.append(number);
            to.append(large);
            to.append(maybeFlag);
            to.append(maybeSmall);
            to.append(maybeNumber);
            to.append(maybeLarge);
            to.append(decimal);
            to.append(text);
            to.append(id);
            byte[] array = new byte[bytes.size()];
            IntStream.range(0, array.length).forEach(i -> array[i] = bytes.get(i));
            to.append(array);
            to.appendEpochMicros(micros);
            to.appendNull();
        }
    }

    @BeforeEach
    void makeTables() throws SQLException {
        try (HotDatabase database = HotDatabase.open(folder)) {
            Sql.execute(database.writer(), "CREATE SCHEMA hot");
            for (String table : List.of("appended", "inserted")) {
                Sql.execute(database.writer(), """
                        CREATE TABLE hot.%s (flag BOOLEAN NOT NULL, small TINYINT NOT NULL, number INTEGER, large BIGINT, maybe_flag BOOLEAN,
                        maybe_small TINYINT, maybe_number INTEGER, maybe_large BIGINT, decimal FLOAT, text VARCHAR, id UUID, bytes BLOB,
                        instant TIMESTAMPTZ, nothing DOUBLE)""".formatted(table));
            }
        }
    }

    @Test
    void aFewRowsByAStatementAreTheSameAsByTheAppender() throws SQLException {
        var random = new Random(5);
        try (HotDatabase database = HotDatabase.open(folder)) {
            for (int count : new int[] {1, 3, 3, 24, 1, 25, 0, 3}) {
                List<Figures> rows = IntStream.range(0, count)
                        .mapToObj(_ -> Figures.random(random))
                        .toList();
                try (WriteTransaction transaction = WriteTransaction.begin(database)) {
                    transaction.append("appended", rows, (to, row) -> row.write(to));
                    transaction.insert("inserted", rows, (to, row) -> row.write(to));
                    transaction.commit();
                }
            }
            assertThat(rows(database.writer(), "appended")).isEqualTo(60);
            assertThat(rows(database.writer(), "inserted")).isEqualTo(60);
            assertThat(Sql.number(
                            database.writer(), "SELECT count(*) FROM (FROM hot.appended EXCEPT ALL FROM hot.inserted)"))
                    .isZero();
        }
    }

    @Test
    void whatIsNotCommittedIsNotThere() throws SQLException {
        try (HotDatabase database = HotDatabase.open(folder)) {
            try (WriteTransaction transaction = WriteTransaction.begin(database)) {
                transaction.insert("inserted", List.of(Figures.random(new Random(1))), (to, row) -> row.write(to));
            }
            Sql.execute(database.writer(), "ROLLBACK");
            assertThat(rows(database.writer(), "inserted")).isZero();
        }
    }

    @Test
    void statementsOutliveChangesOfViews() throws SQLException {
        try (HotDatabase database = HotDatabase.open(folder)) {
            for (String view : Arrays.asList("CREATE VIEW seen AS FROM hot.inserted", "DROP VIEW seen")) {
                try (WriteTransaction transaction = WriteTransaction.begin(database)) {
                    transaction.insert("inserted", List.of(Figures.random(new Random(2))), (to, row) -> row.write(to));
                    transaction.commit();
                }
                Sql.execute(database.writer(), view);
            }
            assertThat(rows(database.writer(), "inserted")).isEqualTo(2);
        }
    }

    @Test
    void whatIsRefusedOnceIsNoHindranceToTheNext() throws SQLException {
        var figures = Figures.random(new Random(3));
        try (HotDatabase database = HotDatabase.open(folder)) {
            try (WriteTransaction transaction = WriteTransaction.begin(database)) {
                assertThatThrownBy(() -> transaction.insert("inserted", List.of(figures), (to, _) -> {
                            for (int column = 0; column < 14; column++) {
                                to.appendNull();
                            }
                        }))
                        .hasMessageContaining("NOT NULL");
            }
            Sql.execute(database.writer(), "ROLLBACK");
            try (WriteTransaction transaction = WriteTransaction.begin(database)) {
                transaction.insert("inserted", List.of(figures), (to, row) -> row.write(to));
                transaction.commit();
            }
            assertThat(rows(database.writer(), "inserted")).isEqualTo(1);
        }
    }

    @Test
    void aRowWithTooFewColumnsIsRefusedAndNotFilledFromTheOneBefore() throws SQLException {
        var figures = Figures.random(new Random(4));
        try (HotDatabase database = HotDatabase.open(folder)) {
            try (WriteTransaction transaction = WriteTransaction.begin(database)) {
                transaction.insert("inserted", List.of(figures), (to, row) -> row.write(to));
                transaction.commit();
            }
            try (WriteTransaction transaction = WriteTransaction.begin(database)) {
                assertThatThrownBy(() -> transaction.insert("inserted", List.of(figures), (to, _) -> to.append(true)))
                        .hasMessageContaining("has 14 columns but 1 values were supplied");
            }
        }
    }

    private static long rows(Connection connection, String table) throws SQLException {
        return Sql.number(connection, "SELECT count(*) FROM hot." + table);
    }
}
