package dev.tachograph.bundle;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A bundle of somebody who knows how they are made: what is changed in it is sealed again. */
final class Forgery {
    final Map<String, byte[]> members = new LinkedHashMap<>();
    private String told = "";
    private boolean isCompressed;

    static Forgery of(byte[] bundle) throws IOException {
        var forgery = new Forgery();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bundle))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                forgery.members.put(entry.getName(), zip.readAllBytes());
            }
        }
        return forgery;
    }

    Forgery with(String name, byte[] content) {
        members.put(name, content);
        return this;
    }

    Forgery without(String name) {
        members.remove(name);
        return this;
    }

    Forgery compressed() {
        isCompressed = true;
        return this;
    }

    String manifest() {
        return new String(members.get(Members.MANIFEST), StandardCharsets.UTF_8);
    }

    /** What is in a member that is there. */
    byte[] member(String name) {
        return Objects.requireNonNull(members.get(name), name);
    }

    /** A manifest that says something else. */
    Forgery saying(String before, String after) {
        if (!manifest().contains(before)) {
            throw new IllegalArgumentException(before + " is not in " + manifest());
        }
        return with(Members.MANIFEST, manifest().replace(before, after).getBytes(StandardCharsets.UTF_8));
    }

    /** Another content, and a manifest that tells its size and checksum. */
    Forgery toldAs(String name, byte[] content) throws IOException {
        byte[] before = member(name);
        String sha = sha(before);
        saying(
                "\"name\" : \"%s\",\n    \"bytes\" : %d,".formatted(name, before.length),
                "\"name\" : \"%s\",\n    \"bytes\" : %d,".formatted(name, content.length));
        int at = manifest().indexOf("\"" + name + "\"");
        String end = manifest().substring(at).replaceFirst(sha, sha(content));
        String whole = manifest().substring(0, at) + end;
        return with(Members.MANIFEST, whole.getBytes(StandardCharsets.UTF_8)).with(name, content);
    }

    private static String sha(byte[] content) {
        return HexFormat.of().formatHex(Digests.sha256().digest(content));
    }

    /** Writes a name in place of another one of the same length, wherever the archive has it, the manifest excepted. */
    Forgery told(String beforeAndAfter) {
        told = beforeAndAfter;
        return this;
    }

    byte[] sealed() throws IOException {
        var plain = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(plain)) {
            zip.setComment(BundleSeal.unknown());
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                var entry = new ZipEntry(member.getKey());
                if (!isCompressed) {
                    var crc = new CRC32();
                    crc.update(member.getValue());
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(member.getValue().length);
                    entry.setCrc(crc.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(member.getValue());
            }
        }
        byte[] bytes = plain.toByteArray();
        if (!told.isEmpty()) {
            String[] names = told.split(" ", -1);
            String all = new String(bytes, StandardCharsets.ISO_8859_1).replace(names[0], names[1]);
            bytes = all.getBytes(StandardCharsets.ISO_8859_1);
        }
        return seal(bytes);
    }

    /** Of bytes that end in a seal of unknown sum. */
    static byte[] seal(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        var sealing = new BundleSeal.Sealing(out);
        sealing.write(bytes);
        sealing.finish();
        return out.toByteArray();
    }
}
