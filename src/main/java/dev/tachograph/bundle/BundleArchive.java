package dev.tachograph.bundle;

import dev.tachograph.bundle.Manifest.Member;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a bundle: a ZIP file whose members are stored as they are, since Parquet is compressed already. */
final class BundleArchive {
    private BundleArchive() {}

    /**
     * Writes one and leaves {@code out} open.
     *
     * @param folder with its members under their names
     */
    static void write(Manifest manifest, Path folder, OutputStream out) throws IOException {
        var sealing = new BundleSeal.Sealing(out);
        var zip = new ZipOutputStream(sealing);
        zip.setMethod(ZipOutputStream.STORED);
        zip.setComment(BundleSeal.unknown());
        byte[] text = ManifestText.of(manifest);
        var crc = new CRC32();
        crc.update(text);
        zip.putNextEntry(entry(manifest, Members.MANIFEST, text.length, crc.getValue()));
        zip.write(text);
        for (Member member : manifest.members()) {
            Path file = folder.resolve(member.name());
            Digests.Sums sums = Digests.of(file);
            if (!sums.sha256().equals(member.sha256())) {
                throw new IOException(file + ": has changed");
            }
            zip.putNextEntry(entry(manifest, member.name(), sums.bytes(), sums.crc32()));
            Files.copy(file, zip);
        }
        zip.finish();
        sealing.finish();
    }

    private static ZipEntry entry(Manifest manifest, String name, long bytes, long crc32) {
        var entry = new ZipEntry(name);
        entry.setSize(bytes);
        entry.setCompressedSize(bytes);
        entry.setCrc(crc32);
        entry.setTimeLocal(LocalDateTime.ofInstant(manifest.created(), ZoneOffset.UTC));
        return entry;
    }
}
