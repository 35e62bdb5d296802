package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code /proc/PID/mountinfo}. Source: proc_pid_mountinfo(5). Texts hold one character for each byte.
 *
 * @param number the kernel's, while it is mounted
 * @param parent the mount that it is mounted on
 * @param device major and minor number
 * @param path where it is mounted
 * @param source what is mounted, in the file system's own words
 * @param onDemand whether it was mounted because somebody came by (autofs), and goes again when nobody does
 */
record Mount(
        long number,
        long parent,
        String device,
        String path,
        String type,
        String source,
        boolean readOnly,
        boolean onDemand) {
    private static final int FIELDS_BEFORE_OPTIONAL = 6;

    /** Made up by the kernel and without a size; asking autofs would mount what nobody needs. */
    private static final Set<String> WITHOUT_SIZE = Set.of(
            "autofs",
            "binfmt_misc",
            "bpf",
            "cgroup",
            "cgroup2",
            "configfs",
            "debugfs",
            "devpts",
            "efivarfs",
            "fusectl",
            "hugetlbfs",
            "mqueue",
            "nsfs",
            "proc",
            "pstore",
            "resctrl",
            "rootfs",
            "rpc_pipefs",
            "securityfs",
            "selinuxfs",
            "smackfs",
            "sysfs",
            "tracefs");

    /** Images that are full from the begin. */
    private static final Set<String> IMAGES = Set.of("cramfs", "erofs", "iso9660", "romfs", "squashfs");

    /** The mount of a line; {@code null} when this is no such line. */
    static @Nullable Mount parse(String line) {
        String[] fields = line.split(" ", -1);
        int dash = FIELDS_BEFORE_OPTIONAL;
        while (dash < fields.length && !fields[dash].equals("-")) {
            dash++;
        }
        if (dash + 2 >= fields.length || !fields[4].startsWith("/")) {
            return null;
        }
        try {
            return new Mount(
                    Long.parseLong(fields[0]),
                    Long.parseLong(fields[1]),
                    fields[2],
                    unescaped(fields[4]),
                    unescaped(fields[dash + 1]),
                    unescaped(fields[dash + 2]),
                    isReadOnly(fields[5]) || (dash + 3 < fields.length && isReadOnly(fields[dash + 3])),
                    false);
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private static boolean isReadOnly(String options) {
        return options.equals("ro") || options.startsWith("ro,");
    }

    /** The kernel writes blanks, tabs, line ends, number signs and backslashes as three octal digits. */
    private static String unescaped(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        StringBuilder text = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) == '\\'
                    && isOctal(field, i + 1, '3')
                    && isOctal(field, i + 2, '7')
                    && isOctal(field, i + 3, '7')) {
                text.append((char) Integer.parseInt(field, i + 1, i + 4, 8));
                i += 3;
            } else {
                text.append(field.charAt(i));
            }
        }
        return text.toString();
    }

    private static boolean isOctal(String text, int at, char most) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= most;
    }

    /**
     * Whether it is one that has a size of its own. Layers of containers have that of what they lie on, which is mounted
     * elsewhere, unless the recorder lives on one.
     */
    boolean mayFill() {
        return !WITHOUT_SIZE.contains(type) && !IMAGES.contains(type) && (!type.equals("overlay") || path.equals("/"));
    }

    /** Whether mounts on this one are made on demand. */
    boolean mountsOnDemand() {
        return type.equals("autofs");
    }

    /** The same, mounted on demand. */
    Mount madeOnDemand() {
        return new Mount(number, parent, device, path, type, source, readOnly, true);
    }

    /** The path as the kernel takes it. */
    byte[] pathBytes() {
        return path.getBytes(ISO_8859_1);
    }

    /** A text of this record in a form that any bytes can be read in. */
    static String shown(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        return KernelText.decode(bytes, 0, bytes.length);
    }
}
