package dev.tachograph.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tachograph.store.LogFixture;
import dev.tachograph.store.Reading;
import dev.tachograph.store.SmallDisk;
import dev.tachograph.store.StoppedStore;
import dev.tachograph.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle is opened as it was made, or refused, and whatever is in it stays where it belongs. */
class BundleTest {
    private static final String GAPS = "tables/gaps.parquet";

    @TempDir
    static Path shared;

    private static Path record;
    private static byte[] bundle;

    @TempDir
    Path work;

    @BeforeAll
    static void make() throws IOException, StoreException {
        record = shared.resolve("record");
        MadeBundle.record(record);
        bundle = MadeBundle.of(record);
    }

    @Test
    void whatIsOpenedIsWhatWasRecorded() throws Exception {
        Path place = Files.createDirectory(work.resolve("place"));
        List<String> questions = List.of(
                "SELECT count(*), sum(tick), sum(mem_usage)::BIGINT, round(sum(cpu_usage), 3) FROM process_metrics WHERE %s",
                "SELECT count(*), sum(tick), 0, 0 FROM ticks WHERE %s",
                "SELECT count(*), sum(line), sum(length(message)), count(DISTINCT identifier) FROM journal_logs WHERE %s",
                "SELECT count(*), sum(pid), sum(tick), 0 FROM process_exits WHERE %s",
                "SELECT count(*), sum(tick), count(DISTINCT cpu), round(sum(busy), 3) FROM cpu WHERE %s");
        String window = "timestamp >= make_timestamptz(%d) AND timestamp < make_timestamptz(%d)"
                .formatted(MadeBundle.FROM.toEpochMilli() * 1000, MadeBundle.TO.toEpochMilli() * 1000);
        try (OpenedBundle opened = OpenedBundle.open(file(bundle), place, () -> false)) {
            for (String question : questions) {
                assertThat(answer(opened.directory(), question.formatted("true")))
                        .as(question)
                        .isEqualTo(answer(record, question.formatted(window)));
            }
            assertThat(opened.manifest().ticks()).isEqualTo(186);
            assertThat(opened.manifest().host().cpus()).isPositive();
            assertThat(opened.manifest().host().intervalSeconds()).isEqualTo(5.0);
        }
        assertThat(inside(place)).isEmpty();
    }

    @Test
    void anyDamageIsSeenBeforeAnythingIsWritten() throws Exception {
        Path place = Files.createDirectory(work.resolve("place"));
        var random = new SplittableRandom(5);
        for (int i = 0; i < 120; i++) {
            byte[] damaged = bundle.clone();
            int at = i < 20 ? bundle.length - 1 - i * 7 : random.nextInt(bundle.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            refused(damaged, place, "damaged|cut short");
        }
        for (int i = 0; i < 20; i++) {
            refused(Arrays.copyOf(bundle, random.nextInt(bundle.length)), place, "cut short");
        }
        refused(new byte[0], place, "cut short");
        refused("PK".repeat(1000).getBytes(UTF_8), place, "no bundle");
        assertThat(inside(place)).isEmpty();
    }

    @Test
    void whoSealsSomethingElseIsRefused() throws Exception {
        Path place = Files.createDirectory(work.resolve("place"));
        byte[] x = "x".getBytes(UTF_8);
        for (String name : List.of(
                "../../outside.parquet",
                "/tmp/outside",
                "tables/../../outside",
                "record/ticks.parquet/",
                "tables\\ticks.parquet",
                "tables/\u001b[2Jticks.parquet",
                "record/TICKS.parquet",
                "extra.txt")) {
            Throwable refusal = refused(Forgery.of(bundle).with(name, x).sealed(), place, "which no bundle has");
            assertThat(refusal.getMessage()).doesNotContain("\u001b");
        }
        refused(
                Forgery.of(bundle)
                        .with("tables/gapx.parquet", x)
                        .told("gapx.parquet gaps.parquet")
                        .sealed(),
                place,
                "twice");
        refused(Forgery.of(bundle).without(GAPS).sealed(), place, GAPS + " is missing");
        refused(Forgery.of(bundle).without(Members.MANIFEST).sealed(), place, "no manifest.json");
        refused(Forgery.of(bundle).compressed().sealed(), place, "is compressed");
        refused(Forgery.of(bundle).with(GAPS, x).sealed(), place, GAPS + " has 1 bytes, and");
        byte[] other = Forgery.of(bundle).member(GAPS).clone();
        other[other.length / 2] ^= 1;
        refused(Forgery.of(bundle).with(GAPS, other).sealed(), place, "checksum that the manifest tells");
        refused(Forgery.seal(BundleSeal.unknown().getBytes(UTF_8)), place, "no ZIP file");
        assertThat(inside(place)).isEmpty();
        assertThat(Path.of("/tmp/outside")).doesNotExist();
    }

    @Test
    void theManifestIsBelievedNothing() throws Exception {
        Path place = Files.createDirectory(work.resolve("place"));
        refused(saying("\"format\" : 1", "\"format\" : 2"), place, "format 2 and this program knows formats up to 1");
        refused(saying("\"schema_version\" : ", "\"schema_version\" : 99"), place, "schema 99.* knows schemas up to");
        refused(saying("\"schema_version\" : ", "\"schema_version\" : -"), place, "schema -");
        refused(saying("\"product\" : \"tachograph\"", "\"product\" : \"other\""), place, "not that of a bundle");
        refused(saying("\"from\" : \"2026", "\"from\" : \"1999"), place, "none that was ever made");
        refused(saying("\"to\" : \"2026", "\"to\" : \"+99999"), place, "to has to be a time");
        refused(saying("\"redacted\" : true", "\"redacted\" : 1"), place, "redacted has to be true or false");
        refused(saying("\"ticks\" : ", "\"ticks\" : -"), place, "ticks has to be not negative");
        refused(saying("\"ticks\" : ", "\"ticks\" : 99999999999999999999999"), place, "is no JSON");
        refused(saying("\"ticks\" : ", "\"ticks\" : 1, \"ticks\" : "), place, "is no JSON");
        refused(saying("\"name\" : \"record/ticks.parquet\"", "\"name\" : \"../../x\""), place, "names ../../x");
        refused(saying("\"name\" : \"record/ticks.parquet\"", "\"name\" : \"" + GAPS + "\""), place, "or twice");
        refused(saying("\"members\" : [", "\"members\" : {}, \"x\" : ["), place, "members has to be a list");
        refused(
                Forgery.of(bundle)
                        .with(Members.MANIFEST, "[".repeat(100_000).getBytes(UTF_8))
                        .sealed(),
                place,
                "JSON");
        refused(Forgery.of(bundle).with(Members.MANIFEST, new byte[2 << 20]).sealed(), place, "more than");
        var random = new SplittableRandom(6);
        byte[] honest = Forgery.of(bundle).member(Members.MANIFEST);
        for (int i = 0; i < 500; i++) {
            byte[] changed = honest.clone();
            for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            Throwable thrown = catchThrowable(() -> ManifestText.parse(changed));
            assertThat(thrown)
                    .satisfiesAnyOf(
                            none -> assertThat(none).isNull(),
                            one -> assertThat(one).isInstanceOf(BundleException.class));
        }
        assertThat(inside(place)).isEmpty();
    }

    @Test
    void tablesOfAnotherFormAreRefusedAndNothingIsLeft() throws Exception {
        Path place = Files.createDirectory(work.resolve("place"));
        byte[] other = Forgery.of(bundle).member("record/host.parquet");
        refused(Forgery.of(bundle).toldAs("record/ticks.parquet", other).sealed(), place, "ticks: has other columns");
        refused(
                Forgery.of(bundle)
                        .toldAs("record/events.parquet", "PAR1 no PAR1".getBytes(UTF_8))
                        .sealed(),
                place,
                "no record can be made");
        byte[] broken = Forgery.of(bundle).member("record/log_lines.parquet").clone();
        Arrays.fill(broken, 200, broken.length / 2, (byte) 0x5a);
        refused(Forgery.of(bundle).toldAs("record/log_lines.parquet", broken).sealed(), place, "no record can be made");
        String rows = Forgery.of(bundle)
                .manifest()
                .replaceAll("(?s).*record/ticks.parquet\",\\s+\"bytes\" : \\d+,\\s+(\"rows\" : \\d+).*", "$1");
        refused(saying(rows + ",", "\"rows\" : 7,"), place, "rows, and 7 by the manifest");
        assertThat(inside(place)).isEmpty();
    }

    @Test
    void whatAProcessLeftThatWasKilledIsRemovedByTheNext() throws Exception {
        Path place = Files.createDirectory(work.resolve("place"));
        Path left = place.resolve("tachograph-open-killed");
        Files.createDirectories(left.resolve("data"));
        Files.createFile(left.resolve("lock"));
        Path strangers = Files.createDirectories(place.resolve("tachograph-open-without-lock"));
        try (OpenedBundle first = OpenedBundle.open(file(bundle), place, () -> false)) {
            assertThat(left).doesNotExist();
            assertThat(strangers).exists();
            try (OpenedBundle second = OpenedBundle.open(file(bundle), place, () -> false)) {
                assertThat(first.directory()).isDirectory();
                assertThat(second.directory()).isDirectory();
            }
        }
    }

    @Test
    void secretsAreTakenOutWhateverWasRecorded() throws Exception {
        Path folder = work.resolve("logs");
        Instant at = Instant.parse("2026-11-23T03:00:00Z");
        String secret = "hunter2hunter2";
        try (var log = new LogFixture(folder)) {
            log.add(List.of(
                    log.line(at, "login with password=" + secret),
                    log.line(
                            at.plusSeconds(1),
                            6,
                            "a.service",
                            "a",
                            1,
                            "plain",
                            Map.of("REQUEST", List.of("x", "token=" + secret))),
                    log.line(at.plusSeconds(2), "nothing of that kind")));
        }
        byte[] clean = MadeBundle.of(folder, at, at.plusSeconds(60), true);
        byte[] plain = MadeBundle.of(folder, at, at.plusSeconds(60), false);
        assertThat(messages(clean)).noneMatch(row -> row.contains(secret)).hasSize(3);
        assertThat(messages(clean)).anyMatch(row -> row.contains("password=‹redacted:"));
        assertThat(messages(plain)).filteredOn(row -> row.contains(secret)).hasSize(2);
        Forgery told = Forgery.of(clean);
        assertThat(told.manifest()).contains("\"redacted\" : true", "\"redacted_texts\" : 2");
        assertThat(Forgery.of(plain).manifest()).contains("\"redacted\" : false");
    }

    @Test
    void nothingOfAWindowWithoutRowsIsMade() throws Exception {
        try (StoppedStore store = StoppedStore.open(record)) {
            Instant late = MadeBundle.UNTIL.plusSeconds(86_400);
            assertThatThrownBy(() -> MadeBundle.of(store, late, late.plusSeconds(60), true))
                    .isInstanceOf(BundleException.class)
                    .hasMessageContaining("nothing was recorded from 2026-11-24T03:30:00Z");
            assertThat(store.scratch()).doesNotExist();
        }
    }

    @Test
    void aFullDiskRefusesIt() throws Exception {
        Path place = Files.createDirectory(work.resolve("disk"));
        SmallDisk disk = SmallDisk.mount(place, "300k");
        try {
            assertThatThrownBy(() -> OpenedBundle.open(file(bundle), place, () -> false))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left");
            assertThat(inside(place)).isEmpty();
        } finally {
            disk.unmount();
        }
    }

    @Test
    void whoDoesNotWaitAnyMoreGetsNothing() throws Exception {
        Path place = Files.createDirectory(work.resolve("place"));
        assertThatThrownBy(() -> OpenedBundle.open(file(bundle), place, () -> true))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("given up");
        assertThat(inside(place)).isEmpty();
    }

    private static byte[] saying(String before, String after) throws IOException {
        return Forgery.of(bundle).saying(before, after).sealed();
    }

    private Throwable refused(byte[] content, Path place, String reason) throws IOException {
        Path file = file(content);
        Throwable thrown =
                catchThrowable(() -> OpenedBundle.open(file, place, () -> false).close());
        assertThat(thrown).as(reason).isInstanceOf(BundleException.class);
        assertThat(thrown.getMessage()).startsWith(file + ": ").containsPattern(reason);
        return thrown;
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(work.resolve("some.zip"), content);
    }

    private static List<String> inside(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.map(Path::toString).toList();
        }
    }

    private static String answer(Path folder, String question) throws StoreException {
        try (StoppedStore store = StoppedStore.open(folder);
                Reading reading = store.read()) {
            return reading.all("SELECT concat_ws(' ', columns(*)) FROM (%s)".formatted(question), row -> row.text(1))
                    .getFirst();
        }
    }

    private List<String> messages(byte[] content) throws Exception {
        Path place = Files.createTempDirectory(work, "opened");
        try (OpenedBundle opened = OpenedBundle.open(file(content), place, () -> false);
                StoppedStore store = StoppedStore.open(opened.directory());
                Reading reading = store.read()) {
            return new ArrayList<>(reading.all(
                    "SELECT message || coalesce(fields::VARCHAR, '') FROM journal_logs", row -> row.text(1)));
        }
    }

    /** What any reader of ZIP files finds in it. */
    @Test
    void itIsAZipFileOfParquetFilesWithWordsForWhoeverFindsIt() throws Exception {
        List<String> names = new ArrayList<>();
        var readme = new ByteArrayOutputStream();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bundle))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
                byte[] content = zip.readAllBytes();
                if (entry.getName().endsWith(".parquet")) {
                    assertThat(new String(content, 0, 4, UTF_8)).isEqualTo("PAR1");
                } else if (entry.getName().equals(Members.README)) {
                    readme.write(content);
                }
            }
        }
        assertThat(names)
                .startsWith("manifest.json", "README.txt", "tables/process_metrics.parquet")
                .hasSize(38);
        assertThat(readme.toString(UTF_8)).contains("duckdb -c", "tachograph open", "2026-11-23T02:52:03Z");
    }
}
