package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class SqlSchemaTest {
    @Test
    void saysWhatTheDocumentOfTablesSays() throws IOException {
        assertThat(SqlSchema.document())
                .as(
                        "after a change of docs/tables.md: run dev.tachograph.web.SqlSchemaDocument, which writes %s",
                        SqlSchemaDocument.RESOURCE)
                .isEqualTo(SqlSchemaDocument.make());
    }

    @Test
    void hasCommentsUnitsFunctionsAndExamples() {
        assertThat(SqlSchema.document())
                .contains("\"name\" : \"process_metrics\"", "\"comment\" : \"One row per process and tick.\"")
                .contains("\"unit\" : \"percent\"", "\"name\" : \"processes_at(instant)\"", "FROM processes_at(");
    }
}
