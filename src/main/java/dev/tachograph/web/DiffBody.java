package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tachograph.diff.Diff;
import dev.tachograph.diff.Difference;
import dev.tachograph.diff.Reason;
import dev.tachograph.diff.Subject;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/** Differences as JSON. */
record DiffBody(Diff diff, long elapsedNanos) implements JsonBody {
    private static final MathContext SIX_DIGITS = new MathContext(6);

    @Override
    public void write(JsonGenerator json) throws IOException {
        var question = diff.question();
        JsonFields.object(json, fields -> {
            fields.value("from", question.window().from())
                    .value("to", question.window().to())
                    .value("base_from", question.base().from())
                    .value("base_to", question.base().to())
                    .value("limit", question.limit())
                    .value("elapsed_ms", elapsedNanos / 1e6)
                    .value("resolution", diff.resolution().word())
                    .texts("caveats", diff.caveats())
                    .value("total", diff.total())
                    .value("truncated", diff.differences().size() < diff.total())
                    .value("remarkable", diff.remarkable())
                    .value("remarkable_score", Diff.remarkableScore())
                    .value("summary", diff.summary());
            int[] rank = {0};
            fields.array("differences", diff.differences(), (out, each) -> {
                rank[0]++;
                JsonFields.object(out, members -> {
                    members.value("rank", rank[0]);
                    tell(members, each);
                    members.array(
                            "related",
                            each.related(),
                            (inner, other) -> JsonFields.object(inner, others -> tell(others, other)));
                });
            });
        });
    }

    private static void tell(JsonFields fields, Difference difference) throws IOException {
        fields.value("score", difference.score())
                .value("kind", difference.kind().word())
                .object("subject", members -> subject(members, difference.subject()))
                .value("sentence", difference.sentence());
        number(fields, "before", difference.before());
        number(fields, "after", difference.after());
        fields.value("unit", difference.unit());
        number(fields, "change", difference.change());
        number(fields, "ratio", difference.ratio());
        fields.array("reasons", difference.reasons(), DiffBody::reason)
                .value("first_seen", difference.firstSeen())
                .value("link", difference.link());
    }

    private static void subject(JsonFields fields, Subject subject) throws IOException {
        fields.value("name", subject.name())
                .value("unit", subject.unit())
                .value("pid", subject.pid())
                .value("device", subject.device())
                .value("level", subject.level());
    }

    private static void reason(JsonGenerator json, Reason reason) throws IOException {
        JsonFields.object(
                json,
                fields -> fields.value("name", reason.name())
                        .value("points", reason.points())
                        .value("sentence", reason.sentence()));
    }

    /** Rates may be a line in an hour, of which three decimals would leave nothing. */
    private static void number(JsonFields fields, String name, @Nullable Double value) throws IOException {
        if (value == null || !Double.isFinite(value)) {
            fields.value(name, null);
        } else {
            fields.raw(
                    name,
                    BigDecimal.valueOf(value)
                            .round(SIX_DIGITS)
                            .stripTrailingZeros()
                            .toPlainString());
        }
    }
}
