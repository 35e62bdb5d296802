package dev.tachograph.probe;

import dev.tachograph.linux.Journal;
import dev.tachograph.linux.JournalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the journal of this host is, and whether it may be read. Told by the files themselves: to who may not read them the
 * library shows an empty journal, without a word.
 */
public sealed interface JournalPlace {

    /**
     * There are files to read.
     *
     * @param folders in which they are
     * @param hint what to do to read the other files as well; {@code null} when all can be read
     */
    record Accessible(
            Journal.Selection selection,
            List<Path> folders,
            @Nullable String hint) implements JournalPlace {
        public Accessible {
            folders = List.copyOf(folders);
        }
    }

    /** There are files, and none may be read. */
    record Refused(String whatToDo) implements JournalPlace {}

    /** There is no journal. */
    record None(String why) implements JournalPlace {}

    /** What the library looks into, of the folders in a folder. */
    Pattern MACHINE = Pattern.compile("[0-9a-f]{32}");

    /** The journal of this host. */
    static JournalPlace ofThisHost(boolean allNamespaces) {
        return ofHost(Path.of("/"), allNamespaces);
    }

    /** The journal of the host whose files are under the root. */
    static JournalPlace ofHost(Path root, boolean allNamespaces) {
        String machine;
        try {
            machine = Files.readString(root.resolve("etc/machine-id")).strip();
        } catch (IOException _) {
            return new None("this host has no /etc/machine-id, so it has no journal");
        }
        List<Path> bases = List.of(root.resolve("var/log/journal"), root.resolve("run/log/journal"));
        var found = new Survey();
        for (Path base : bases) {
            found.look(base, folder -> isOf(machine, folder.getFileName().toString(), allNamespaces));
        }
        return found.result(
                new Journal.Selection.Host(allNamespaces),
                "there are no journal files in " + bases.get(0) + " or " + bases.get(1));
    }

    private static boolean isOf(String machine, String folder, boolean allNamespaces) {
        return folder.equals(machine) || (allNamespaces && folder.startsWith(machine + "."));
    }

    /** The journal files in a folder and in its folders, and nothing else. */
    static JournalPlace ofFolder(Path folder) {
        var found = new Survey();
        found.lookInto(folder);
        found.look(
                folder, inner -> MACHINE.matcher(inner.getFileName().toString()).matches());
        return found.result(
                new Journal.Selection.Folder(real(folder)),
                Files.isDirectory(folder)
                        ? "there are no journal files (*.journal) in " + folder
                        : (Files.exists(folder) ? folder + " is no folder" : "there is no folder " + folder));
    }

    /** Under whatever name it is given, it is the same folder. */
    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException _) {
            return folder.toAbsolutePath().normalize();
        }
    }

    /** What was found so far. */
    final class Survey {
        private final List<Path> folders = new ArrayList<>();
        private int readable;
        private @Nullable Path refused;

        private void look(Path base, Predicate<Path> isWanted) {
            for (Path folder : list(base)) {
                if (Files.isDirectory(folder) && isWanted.test(folder)) {
                    lookInto(folder);
                }
            }
        }

        private void lookInto(Path folder) {
            int before = readable;
            for (Path file : list(folder)) {
                if (!JournalFile.isNameOfOne(file.getFileName().toString())) {
                    continue;
                }
                if (Files.isReadable(file)) {
                    readable++;
                } else if (refused == null) {
                    refused = file;
                }
            }
            if (readable > before) {
                folders.add(folder);
            }
        }

        private List<Path> list(Path folder) {
            try (Stream<Path> files = Files.list(folder)) {
                return files.sorted().toList();
            } catch (NoSuchFileException | NotDirectoryException _) {
                return List.of();
            } catch (IOException _) {
                refused = folder;
                return List.of();
            }
        }

        private JournalPlace result(Journal.Selection selection, String nothing) {
            String hint = refused == null ? null : hint(refused);
            if (readable > 0) {
                return new Accessible(selection, folders, hint);
            }
            return hint == null ? new None(nothing) : new Refused(hint);
        }

        private static String hint(Path refused) {
            return refused + " exists, but you need group systemd-journal to read it"
                    + " (usermod -aG systemd-journal USER, then a new login)";
        }
    }
}
