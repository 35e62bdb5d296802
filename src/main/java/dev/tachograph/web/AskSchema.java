package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tachograph.pipe.AggregateHelp;
import dev.tachograph.pipe.CommandHelp;
import dev.tachograph.pipe.FunctionHelp;
import dev.tachograph.pipe.SourceTable;
import dev.tachograph.pipe.Sources;
import java.io.IOException;

/** What there is to ask, and how. */
final class AskSchema {
    private AskSchema() {}

    static void write(JsonGenerator json) throws IOException {
        JsonFields.object(
                json,
                fields -> fields.array("sources", Sources.all(), AskSchema::source)
                        .array(
                                "commands",
                                CommandHelp.all(),
                                (out, one) -> help(out, one.name(), one.syntax(), one.help()))
                        .array(
                                "aggregates",
                                AggregateHelp.all(),
                                (out, one) -> help(out, one.name(), one.syntax(), one.help()))
                        .array(
                                "functions",
                                FunctionHelp.all(),
                                (out, one) -> help(out, one.name(), one.syntax(), one.help())));
    }

    private static void source(JsonGenerator json, SourceTable table) throws IOException {
        JsonFields.object(
                json,
                fields -> fields.value("name", table.name())
                        .value("view", table.view())
                        .value("help", table.help())
                        .texts("usual", table.usual())
                        .array("columns", table.columns(), AskRoutes::column));
    }

    private static void help(JsonGenerator json, String name, String syntax, String help) throws IOException {
        JsonFields.object(
                json,
                fields -> fields.value("name", name).value("syntax", syntax).value("help", help));
    }
}
