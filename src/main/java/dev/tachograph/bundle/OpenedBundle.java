package dev.tachograph.bundle;

import dev.tachograph.bundle.BundleException.Kind;
import dev.tachograph.bundle.Manifest.Member;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** A bundle that was opened: a data directory for as long as somebody looks. Close it, which removes the directory. */
public final class OpenedBundle implements AutoCloseable {
    private static final String PREFIX = "tachograph-open-";
    /** How much larger than the bundle what is made of it may be, and how large that may be in any case. */
    private static final int MOST_TIMES = 40;

    private static final long LEAST_LIMIT = 1_000_000_000;
    private static final long MOST_LIMIT = 40_000_000_000L;

    private final WorkFolder folder;
    private final Manifest manifest;

    private OpenedBundle(WorkFolder folder, Manifest manifest) {
        this.folder = folder;
        this.manifest = manifest;
    }

    /**
     * Reads a file and compares all its checksums, and does nothing else.
     *
     * @throws BundleException when it is no bundle, damaged, of a newer program, or not as this program makes them
     */
    public static Manifest verify(Path file) throws IOException {
        try (BundleFile bundle = BundleFile.open(file)) {
            bundle.verify();
            return bundle.manifest();
        } catch (IOException e) {
            throw BundleFile.named(file, e);
        }
    }

    /**
     * Opens one: checks it as {@link #verify}, and makes a record of it in a process of its own, which compares the columns and
     * the counts of rows.
     *
     * @param place where the directory is made
     * @param isUnwanted whether nobody waits for it any more; asked often
     */
    public static OpenedBundle open(Path file, Path place, BooleanSupplier isUnwanted) throws IOException {
        try (BundleFile bundle = BundleFile.open(file)) {
            WorkFolder folder = WorkFolder.make(place, PREFIX);
            try {
                bundle.extract(folder.path());
                build(bundle, folder.path(), isUnwanted);
                return new OpenedBundle(folder, bundle.manifest());
            } catch (IOException | RuntimeException e) {
                folder.close();
                throw e;
            }
        } catch (IOException e) {
            throw BundleFile.named(file, e);
        }
    }

    private static void build(BundleFile bundle, Path folder, BooleanSupplier isUnwanted) throws IOException {
        long mostBytes = Math.clamp(MOST_TIMES * bundle.bytes(), LEAST_LIMIT, MOST_LIMIT);
        Manifest manifest = bundle.manifest();
        BundleProcess.Result result;
        try {
            result = BundleProcess.run(BundleWork.Mode.OPEN, folder, manifest.schema(), mostBytes, isUnwanted);
        } catch (BundleException e) {
            throw e.kind() == Kind.FAILED
                    ? new BundleException(Kind.UNFIT, "no record can be made of it: " + e.getMessage(), e)
                    : e;
        }
        for (Member member : manifest.members()) {
            Long rows = result.rows().get(member.name());
            if (!Objects.equals(rows, member.rows())) {
                throw BundleException.unfit(
                        "%s has %d rows, and %d by the manifest".formatted(member.name(), rows, member.rows()));
            }
        }
    }

    /** The data directory. */
    public Path directory() {
        return folder.path().resolve(BundleWork.DATA);
    }

    /** What the bundle says of itself. */
    public Manifest manifest() {
        return manifest;
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
