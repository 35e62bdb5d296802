package dev.tachograph.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tachograph.bundle.Manifest.GapFact;
import dev.tachograph.bundle.Manifest.HostFacts;
import dev.tachograph.bundle.Manifest.Member;
import dev.tachograph.settings.ProgramVersion;
import dev.tachograph.store.CutSpan;
import dev.tachograph.store.CutStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A bundle on its way: it was cut from the record, is made, and then written. For one thread; close it, which removes it. */
public final class Bundle implements AutoCloseable {
    private final WorkFolder folder;
    private final CutSpan span;
    private final HostFacts host;
    private final List<GapFact> gaps;
    private final boolean isRedacted;
    private final InstantSource clock;
    private @Nullable Manifest manifest;

    Bundle(
            WorkFolder folder,
            CutSpan span,
            HostFacts host,
            List<GapFact> gaps,
            boolean isRedacted,
            InstantSource clock) {
        this.folder = folder;
        this.span = span;
        this.host = host;
        this.gaps = gaps;
        this.isRedacted = isRedacted;
        this.clock = clock;
    }

    /**
     * Makes its members, in a process of its own.
     *
     * @param isUnwanted whether nobody waits for it any more; asked often
     */
    public Manifest make(BooleanSupplier isUnwanted) throws IOException {
        folder.folder(Members.TABLES);
        folder.folder(Members.RECORD);
        BundleProcess.Result result = BundleProcess.run(
                BundleWork.Mode.MAKE, folder.path(), CutStore.schema(), Bundling.MOST_WORKING_BYTES, isUnwanted);
        CutSpan.Ticks ticks = span.ticks();
        var told = new Manifest(
                ProgramVersion.tachograph(),
                CutStore.schema(),
                span.from(),
                span.to(),
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                host,
                ticks == null ? 0 : ticks.count(),
                isRedacted,
                result.redacted(),
                gaps,
                List.of());
        Files.writeString(folder.path().resolve(Members.README), Readme.of(told), UTF_8);
        Manifest whole = with(told, result);
        manifest = whole;
        return whole;
    }

    private Manifest with(Manifest told, BundleProcess.Result result) throws IOException {
        List<Member> members = new ArrayList<>();
        for (String name : Members.told()) {
            Path file = folder.path().resolve(name);
            Digests.Sums sums = Digests.of(file);
            members.add(new Member(name, sums.bytes(), result.rows().get(name), sums.sha256()));
        }
        return told.with(members);
    }

    /**
     * Writes all of it and leaves {@code out} open.
     *
     * @throws IllegalStateException when it is not made yet
     */
    public void write(OutputStream out) throws IOException {
        if (manifest == null) {
            throw new IllegalStateException("the bundle is not made yet");
        }
        BundleArchive.write(manifest, folder.path(), out);
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
