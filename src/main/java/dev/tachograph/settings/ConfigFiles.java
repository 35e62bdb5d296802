package dev.tachograph.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Finds the settings file and reads its text: the one that was named, else the user's, else the host's. */
record ConfigFiles(Surroundings surroundings) {
    private static final int MOST_BYTES = 1 << 20;

    void read(List<Flag> flags, Findings findings) {
        List<Flag> named =
                flags.stream().filter(flag -> flag.name().equals(Flag.CONFIG)).toList();
        if (!named.isEmpty()) {
            readNamed(named.getLast(), findings);
        } else if (!readIfThere(surroundings.userFile(), findings)) {
            readIfThere(surroundings.systemFile(), findings);
        }
    }

    private void readNamed(Flag flag, Findings findings) {
        String value = flag.value();
        Path file = value == null ? null : surroundings.folders().path(value);
        if (file == null) {
            findings.add(new SettingProblem(
                    new Source.CommandLine(Flag.CONFIG),
                    null,
                    value == null ? null : Shown.bare(value),
                    "needs the path of a TOML file"));
        } else if (!readIfThere(file, findings)) {
            findings.add(problem(file, "no such file"));
        }
    }

    /** False if there is no such file. One that is there but cannot be read is a problem. */
    private boolean readIfThere(Path file, Findings findings) {
        // a parent that is no directory, as with HOME=/dev/null, gives an error of its own, but means the same
        Path folder = file.resolve("..").normalize();
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try {
            new TomlReader(file, new Folders(surroundings.home(), folder)).read(text(file), findings);
        } catch (NoSuchFileException _) {
            return false;
        } catch (IOException e) {
            findings.add(problem(file, "cannot be read: " + reason(e)));
        }
        return true;
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("larger than 1 MiB");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case CharacterCodingException _ -> "not UTF-8";
            default -> Shown.escaped(String.valueOf(e.getMessage()));
        };
    }

    private static SettingProblem problem(Path file, String complaint) {
        return new SettingProblem(new Source.ConfigFile(file, null, null), null, null, complaint);
    }
}
