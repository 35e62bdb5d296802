package dev.tachograph.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.store.Writing;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SqlAnsweringTest {
    @TempDir
    private Path folder;

    private Writing writing;
    private RunnerHere runner;

    @BeforeEach
    void record() throws Exception {
        writing = new Writing(folder.resolve("data"), 10, 100_000_000);
        writing.tick();
        writing.tick();
        runner = new RunnerHere(writing.store, Files.createDirectory(folder.resolve("temporary")));
    }

    @AfterEach
    void close() {
        runner.close();
        writing.close();
    }

    @Test
    void valuesAreExactInJson() throws Exception {
        SqlTable table = table("""
                SELECT 9007199254740993 AS big, 1.50::DECIMAL(9, 2) AS money, 0.1 + 0.2::DOUBLE AS d, 'nan'::DOUBLE AS nan,
                       true AS b, NULL AS n, TIMESTAMPTZ '2026-11-23 03:12:00.000001Z' AS t, DATE '2026-11-23' AS day,
                       [1, NULL] AS l, {a: 'x', b: 'inf'::DOUBLE} AS s, MAP {'k': 1} AS m, '\\xAAb'::BLOB AS blob,
                       170141183460469231731687303715884105727::HUGEINT AS huge, INTERVAL 1 DAY AS i, '{"a": [1]}'::JSON AS j
                """, 10);
        assertThat(table.rows().getFirst())
                .isEqualTo(Arrays.asList(
                        9007199254740993L,
                        new BigDecimal("1.5"),
                        0.1 + 0.2,
                        Double.NaN,
                        true,
                        null,
                        "2026-11-23T03:12:00.000001Z",
                        "2026-11-23",
                        Arrays.asList(1L, null),
                        Map.of("a", "x", "b", "Infinity"),
                        Map.of("k", 1L),
                        "\\xAAb",
                        new BigDecimal("170141183460469231731687303715884105727"),
                        "1 day",
                        Map.of("a", List.of(1L))));
        assertThat(table.dataUntil()).isEqualTo(writing.host.wall());
    }

    @Test
    void rowsBeyondTheLimitAreCutAndTold() throws Exception {
        assertThat(table("FROM range(5)", 5).truncated()).isFalse();
        SqlTable cut = table("FROM range(100000) ORDER BY range DESC", 2);
        assertThat(cut.truncated()).isTrue();
        assertThat(cut.rows()).isEqualTo(List.of(List.of(99_999L), List.of(99_998L)));
    }

    @Test
    void noRowsStillHaveColumns() throws Exception {
        SqlTable none = table("SELECT tick, timestamp FROM ticks WHERE false", 5);
        assertThat(none.rows()).isEmpty();
        assertThat(none.columns().stream().map(SqlRun.Column::name)).containsExactly("tick", "timestamp");
    }

    @Test
    void messagesPointIntoWhatWasTyped() {
        assertThatThrownBy(() -> table("SELECT 1,\n  nope FROM ticks", 5))
                .hasMessageContaining("nope")
                .satisfies(e -> assertThat(SqlPosition.of(String.valueOf(e.getMessage())))
                        .contains(new SqlPosition(2, 3)));
        assertThatThrownBy(() -> table("\n\n\n\n\n\n\n\n  SELECT\n CAST('a' || tick AS INTEGER) FROM ticks", 5))
                .satisfies(e -> assertThat(SqlPosition.of(String.valueOf(e.getMessage())))
                        .contains(new SqlPosition(10, 2)));
        assertThatThrownBy(() -> table("-- a comment\nSELECT FROM", 5))
                .satisfies(e -> assertThat(SqlPosition.of(String.valueOf(e.getMessage())))
                        .contains(new SqlPosition(2, 8)));
        assertThatThrownBy(() -> table("SELECT 1 AS a, getenv('HOME')", 5))
                .satisfies(e -> assertThat(SqlPosition.of(String.valueOf(e.getMessage())))
                        .contains(new SqlPosition(1, 16)));
    }

    @Test
    void csvIsDefusedAndKeepsNullApartFromEmpty() throws Exception {
        assertThat(text("""
                SELECT '=cmd()' AS "=a", '-1' AS n, '-x' AS x, 'a,"b"' AS q, '' AS e, NULL::VARCHAR AS u, -1 AS w, E'\\tx' AS t
                """, SqlQuestion.Format.CSV))
                .isEqualTo("'=a,n,x,q,e,u,w,t\r\n'=cmd(),-1,'-x,\"a,\"\"b\"\"\",\"\",,-1,'\tx\r\n");
    }

    @Test
    void ndjsonNamesEachColumnOnce() throws Exception {
        assertThat(text("SELECT 1 AS a, 2 AS a, 3 AS a_2", SqlQuestion.Format.NDJSON))
                .isEqualTo("{\"a\":1,\"a_3\":2,\"a_2\":3}\n");
    }

    @Test
    void parquetIsAFileThatCanBeReadAndLeavesNone() throws Exception {
        Path file = folder.resolve("answer.parquet");
        Files.write(
                file,
                bytes("SELECT tick, timestamp, sum(tick) OVER () AS huge FROM ticks", SqlQuestion.Format.PARQUET));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*), max(tick), any_value(typeof(huge)) FROM '%s'".formatted(file))) {
            assertThat(rows.next()).isTrue();
            assertThat(List.of(rows.getLong(1), rows.getLong(2))).containsExactly(2L, 2L);
            assertThat(rows.getString(3)).isEqualTo("DECIMAL(38,0)");
        }
        try (var left = Files.list(folder.resolve("temporary"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aStatementSeesTicksThatCameAfterTheOneBefore() throws Exception {
        assertThat(table("SELECT count(*) FROM ticks", 5).rows()).isEqualTo(List.of(List.of(2L)));
        writing.tick();
        assertThat(table("SELECT 1", 5).rows()).isEqualTo(List.of(List.of(1L)));
        assertThat(table("SELECT count(*) FROM ticks", 5).rows()).isEqualTo(List.of(List.of(3L)));
    }

    @Test
    void whatTakesTooMuchMemoryIsSaidToBeTooLarge() throws Exception {
        assertThatThrownBy(() -> table("SELECT string_agg(repeat('x', 1000), '') FROM range(100000000)", 5))
                .isInstanceOfSatisfying(
                        SqlRefusal.class, e -> assertThat(e.kind()).isEqualTo(SqlRefusal.Kind.TOO_LARGE));
        assertThat(table("SELECT 1", 5).rows()).isEqualTo(List.of(List.of(1L)));
    }

    private SqlTable table(String sql, long most) throws SqlRefusal {
        return SqlTable.read(runner, question(sql, SqlQuestion.Format.JSON, most));
    }

    private String text(String sql, SqlQuestion.Format format) throws Exception {
        return new String(bytes(sql, format), StandardCharsets.UTF_8);
    }

    private byte[] bytes(String sql, SqlQuestion.Format format) throws Exception {
        var out = new ByteArrayOutputStream();
        try (SqlRun run = runner.begin(question(sql, format, 100))) {
            run.head();
            run.writeRows(out);
        }
        return out.toByteArray();
    }

    private static SqlQuestion question(String sql, SqlQuestion.Format format, long most) {
        return new SqlQuestion(sql, SqlQuestion.Origin.TYPED, format, most, Duration.ofSeconds(30));
    }
}
