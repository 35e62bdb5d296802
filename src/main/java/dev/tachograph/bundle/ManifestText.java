package dev.tachograph.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.tachograph.bundle.Manifest.GapFact;
import dev.tachograph.bundle.Manifest.HostFacts;
import dev.tachograph.bundle.Manifest.Member;
import dev.tachograph.store.CutStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A {@link Manifest} as JSON, and back, believing nothing of it. */
final class ManifestText {
    /** What a manifest may have at most; an honest one has a hundredth of it. */
    static final int MOST_BYTES = 1 << 20;

    /** More gaps than these are in the table of gaps only. */
    static final int MOST_GAPS = 1000;

    /** What all files together may have, as they are never compressed again. */
    static final long MOST_TOTAL_BYTES = 4_000_000_000L;

    private static final String PRODUCT = "tachograph";
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int LONGEST_TEXT = 64 * 1024;
    private static final Duration LONGEST = Duration.ofDays(8);

    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private ManifestText() {}

    static byte[] of(Manifest manifest) {
        var out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeNumberField("format", Manifest.FORMAT);
            json.writeStringField("product", PRODUCT);
            json.writeStringField("version", manifest.version());
            json.writeNumberField("schema_version", manifest.schema());
            json.writeStringField("from", manifest.from().toString());
            json.writeStringField("to", manifest.to().toString());
            json.writeStringField("created", manifest.created().toString());
            host(json, manifest.host());
            json.writeNumberField("ticks", manifest.ticks());
            json.writeBooleanField("redacted", manifest.isRedacted());
            json.writeNumberField("redacted_texts", manifest.redactedTexts());
            json.writeArrayFieldStart("gaps");
            for (GapFact gap : manifest.gaps()) {
                gap(json, gap);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("members");
            for (Member member : manifest.members()) {
                member(json, member);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written", e);
        }
        return out.toByteArray();
    }

    private static void host(JsonGenerator json, HostFacts host) throws IOException {
        json.writeObjectFieldStart("host");
        text(json, "hostname", host.name());
        text(json, "kernel", host.kernel());
        text(json, "machine", host.machine());
        number(json, "cpus", host.cpus());
        number(json, "memory_bytes", host.memoryBytes());
        if (host.intervalSeconds() == null) {
            json.writeNullField("interval_seconds");
        } else {
            json.writeNumberField("interval_seconds", host.intervalSeconds());
        }
        json.writeArrayFieldStart("boots");
        for (String boot : host.boots()) {
            json.writeString(boot);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void gap(JsonGenerator json, GapFact gap) throws IOException {
        json.writeStartObject();
        json.writeStringField("stream", gap.stream());
        json.writeStringField("from", gap.from().toString());
        text(json, "to", gap.to() == null ? null : gap.to().toString());
        json.writeStringField("cause", gap.cause());
        number(json, "count", gap.count());
        json.writeStringField("detail", gap.detail());
        json.writeEndObject();
    }

    private static void member(JsonGenerator json, Member member) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", member.name());
        json.writeNumberField("bytes", member.bytes());
        number(json, "rows", member.rows());
        json.writeStringField("sha256", member.sha256());
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, value);
        }
    }

    private static void number(JsonGenerator json, String name, @Nullable Long value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }

    /** @throws BundleException when it is none, of another format, or says what can't be */
    static Manifest parse(byte[] bytes) throws BundleException {
        JsonTree json = JsonTree.parse(new String(bytes, UTF_8), LONGEST_TEXT);
        if (!PRODUCT.equals(json.get("product").textOrNull())) {
            throw BundleException.unfit("%s: is not that of a bundle".formatted(Members.MANIFEST));
        }
        requireKnown("format", json.get("format").number(), 1, Manifest.FORMAT);
        requireKnown("schema", json.get("schema_version").number(), CutStore.oldestSchema(), CutStore.schema());
        var manifest = new Manifest(
                json.get("version").text(),
                (int) json.get("schema_version").number(),
                json.get("from").instant(),
                json.get("to").instant(),
                json.get("created").instant(),
                host(json.get("host")),
                json.get("ticks").amount(),
                json.get("redacted").truth(),
                json.get("redacted_texts").amount(),
                json.get("gaps").each(MOST_GAPS, ManifestText::gap),
                json.get("members").each(Members.told().size(), ManifestText::member));
        check(manifest);
        return manifest;
    }

    private static void requireKnown(String what, long found, int oldest, int newest) throws BundleException {
        if (found > newest) {
            throw BundleException.unfit(
                    "the bundle has %1$s %2$d and this program knows %1$ss up to %3$d: use a newer one"
                            .formatted(what, found, newest));
        }
        if (found < oldest) {
            throw BundleException.unfit(
                    "the bundle has %1$s %2$d, and there are none before %3$d".formatted(what, found, oldest));
        }
    }

    private static HostFacts host(JsonTree json) throws BundleException {
        return new HostFacts(
                json.get("hostname").textOrNull(),
                json.get("kernel").textOrNull(),
                json.get("machine").textOrNull(),
                json.get("cpus").amountOrNull(),
                json.get("memory_bytes").amountOrNull(),
                json.get("interval_seconds").decimalOrNull(),
                json.get("boots").each(MOST_GAPS, JsonTree::text));
    }

    private static GapFact gap(JsonTree json) throws BundleException {
        return new GapFact(
                json.get("stream").text(),
                json.get("from").instant(),
                json.get("to").instantOrNull(),
                json.get("cause").text(),
                json.get("count").amountOrNull(),
                json.get("detail").text());
    }

    private static Member member(JsonTree json) throws BundleException {
        return new Member(
                json.get("name").text(),
                json.get("bytes").amount(),
                json.get("rows").amountOrNull(),
                json.get("sha256").text());
    }

    private static void check(Manifest manifest) throws BundleException {
        if (!manifest.from().isBefore(manifest.to())
                || Duration.between(manifest.from(), manifest.to()).compareTo(LONGEST) > 0) {
            throw BundleException.unfit("%s: a bundle from %s to %s is none that was ever made"
                    .formatted(Members.MANIFEST, manifest.from(), manifest.to()));
        }
        Set<String> allowed = new HashSet<>(Members.told());
        List<String> missing = new ArrayList<>(Members.told());
        long total = 0;
        for (Member member : manifest.members()) {
            if (!allowed.remove(member.name())) {
                throw BundleException.unfit("%s: names %s, which no bundle has, or twice"
                        .formatted(Members.MANIFEST, JsonTree.shown(member.name())));
            }
            missing.remove(member.name());
            if (!SHA256.matcher(member.sha256()).matches()) {
                throw BundleException.unfit("%s: has no SHA-256 of %s".formatted(Members.MANIFEST, member.name()));
            }
            if (member.rows() == null != member.name().equals(Members.README)) {
                throw BundleException.unfit("%s: has no rows of %s".formatted(Members.MANIFEST, member.name()));
            }
            total = Math.min(total, MOST_TOTAL_BYTES) + Math.min(member.bytes(), 2 * MOST_TOTAL_BYTES);
        }
        if (!missing.isEmpty()) {
            throw BundleException.unfit("%s: %s is missing".formatted(Members.MANIFEST, missing.getFirst()));
        }
        if (total > MOST_TOTAL_BYTES) {
            throw BundleException.unfit(
                    "the bundle has %d bytes or more, and at most %d are allowed".formatted(total, MOST_TOTAL_BYTES));
        }
    }
}
