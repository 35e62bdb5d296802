package dev.tachograph.bundle;

import dev.tachograph.bundle.Manifest.Member;
import dev.tachograph.store.FileErrors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A bundle that somebody gave us. Nothing of it is written anywhere before its checksum, its names and its sizes are known to be
 * those of a bundle, and its names never become paths: what is taken out gets the names that this program knows.
 */
final class BundleFile implements AutoCloseable {
    /** What a ZIP file has besides its members. */
    private static final long MOST_AROUND = 1 << 20;

    private static final int BUFFER = 1 << 16;

    private final ZipFile zip;
    private final Manifest manifest;
    private final Map<String, ZipEntry> entries;
    private final long bytes;

    private BundleFile(ZipFile zip, Manifest manifest, Map<String, ZipEntry> entries, long bytes) {
        this.zip = zip;
        this.manifest = manifest;
        this.entries = entries;
        this.bytes = bytes;
    }

    /**
     * Opens one, having read all of it once.
     *
     * @throws BundleException when it is none, damaged, of a newer program, or not as this program makes them
     * @throws IOException when it can't be read
     */
    static BundleFile open(Path path) throws IOException {
        long size;
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            if (!Files.isRegularFile(path)) {
                throw BundleException.unfit("it is no file");
            }
            size = file.size();
            if (size > ManifestText.MOST_TOTAL_BYTES + MOST_AROUND) {
                throw BundleException.unfit(
                        "it has %d bytes, and a bundle has at most %d".formatted(size, ManifestText.MOST_TOTAL_BYTES));
            }
            BundleSeal.require(file);
        }
        ZipFile zip = null;
        try {
            zip = new ZipFile(path.toFile());
            Map<String, ZipEntry> entries = entries(zip, size);
            Manifest manifest = manifest(zip, entries);
            requireTold(entries, manifest);
            return new BundleFile(zip, manifest, entries, size);
        } catch (IOException e) {
            if (zip != null) {
                zip.close();
            }
            throw e instanceof ZipException ? unreadable(e) : e;
        } catch (IllegalArgumentException e) { // a name that is no UTF-8, say
            throw unreadable(e);
        }
    }

    private static BundleException unreadable(Exception e) {
        return new BundleException(
                BundleException.Kind.UNFIT,
                "it is no ZIP file that can be read: " + JsonTree.shown(String.valueOf(e.getMessage())),
                e);
    }

    private static Map<String, ZipEntry> entries(ZipFile zip, long size) throws BundleException {
        Map<String, ZipEntry> entries = new HashMap<>();
        List<String> allowed = new ArrayList<>(Members.told());
        allowed.add(Members.MANIFEST);
        long total = 0;
        var each = zip.entries();
        while (each.hasMoreElements()) {
            ZipEntry entry = each.nextElement();
            String name = entry.getName();
            if (!allowed.remove(name)) {
                throw BundleException.unfit(
                        "it has a member %s, which no bundle has, or twice".formatted(JsonTree.shown(name)));
            }
            if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
                throw BundleException.unfit("%s is compressed, and members of a bundle are stored".formatted(name));
            }
            total += entry.getSize();
            if (entry.getSize() < 0 || total > size) {
                throw BundleException.unfit("its members have more bytes than itself");
            }
            entries.put(name, entry);
        }
        return entries;
    }

    private static Manifest manifest(ZipFile zip, Map<String, ZipEntry> entries) throws IOException {
        ZipEntry entry = entries.get(Members.MANIFEST);
        if (entry == null || entry.getSize() > ManifestText.MOST_BYTES) {
            throw BundleException.unfit(
                    "it has no %s, or one of more than %d bytes".formatted(Members.MANIFEST, ManifestText.MOST_BYTES));
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return ManifestText.parse(in.readNBytes(ManifestText.MOST_BYTES));
        }
    }

    /** The list of the ZIP file and that of the manifest say the same. */
    private static void requireTold(Map<String, ZipEntry> entries, Manifest manifest) throws BundleException {
        for (Member member : manifest.members()) {
            ZipEntry entry = entries.get(member.name());
            if (entry == null) {
                throw BundleException.unfit("%s is missing".formatted(member.name()));
            }
            if (entry.getSize() != member.bytes()) {
                throw BundleException.unfit("%s has %d bytes, and %d by the manifest"
                        .formatted(member.name(), entry.getSize(), member.bytes()));
            }
        }
    }

    Manifest manifest() {
        return manifest;
    }

    /** Of the file. */
    long bytes() {
        return bytes;
    }

    /** Reads every member and compares its checksum. */
    void verify() throws IOException {
        for (Member member : manifest.members()) {
            read(member, OutputStream.nullOutputStream());
        }
    }

    /** Writes every member below a folder, where nothing has its name yet. */
    void extract(Path folder) throws IOException {
        for (Member member : manifest.members()) {
            Path file = folder.resolve(member.name()); // one of the names that this program knows
            Path parent = file.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
                read(member, out);
            }
        }
    }

    private void read(Member member, OutputStream out) throws IOException {
        ZipEntry entry = entries.get(member.name());
        MessageDigest digest = Digests.sha256();
        long bytes = 0;
        try (InputStream in = entry == null ? InputStream.nullInputStream() : zip.getInputStream(entry)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                bytes += read;
                out.write(buffer, 0, read);
            }
        } catch (ZipException e) {
            throw unreadable(e);
        }
        if (bytes != member.bytes() || !Digests.hex(digest).equals(member.sha256())) {
            throw BundleException.unfit(
                    "%s does not have the checksum that the manifest tells".formatted(member.name()));
        }
    }

    /** The same failure, with the name of the file before it. */
    static IOException named(Path path, IOException e) {
        return e instanceof BundleException bundle
                ? new BundleException(bundle.kind(), "%s: %s".formatted(path, e.getMessage()), e)
                : new IOException("%s: %s".formatted(path, FileErrors.reason(e)), e);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
