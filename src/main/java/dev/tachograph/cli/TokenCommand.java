package dev.tachograph.cli;

import dev.tachograph.settings.Flag;
import dev.tachograph.settings.Settings;
import dev.tachograph.settings.SettingsException;
import dev.tachograph.store.DataDirectory;
import dev.tachograph.web.TokenFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "token",
        header = "Print the token that lets other users and hosts in.",
        description = {
            "Makes one if there is none. Only root and the recorder's own user can read it. A running recorder takes up a new"
                    + " one at once."
        },
        footer = {
            "",
            "Examples:",
            "  tachograph token",
            "  tachograph token --new",
            "  curl -k -H \"Authorization: Bearer $(tachograph token)\" https://web1:7070/health"
        })
final class TokenCommand implements Callable<Integer> {
    private final Console console;
    private final Loader loader;

    @Mixin
    private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Option(names = Flag.CONFIG, paramLabel = "FILE", description = "The file of settings to go by.")
    private @Nullable String config;

    @Option(names = "--new", description = "Make another one: the old one and all sessions end.")
    private boolean fresh;

    TokenCommand(Console console, Loader loader) {
        this.console = console;
        this.loader = loader;
    }

    /** Reads the settings that go with some flags. */
    @FunctionalInterface
    interface Loader {
        Settings load(List<Flag> flags) throws SettingsException;
    }

    @Override
    public Integer call() throws IOException, SettingsException {
        Settings settings = loader.load(flags());
        Settings.Web web = settings.web();
        if (web.tokenFileGiven()) {
            if (fresh) {
                throw CommandFailure.wrongInput(
                        "token_file: %s is yours: write another token into it, and the recorder takes that up"
                                .formatted(web.tokenFile()));
            }
            console.print(token(new TokenFile(web.tokenFile())) + "\n");
            return ExitCode.FINE;
        }
        var token = new TokenFile(directory(settings.dataDirCandidates()).resolve(TokenFile.NAME));
        if (fresh) {
            token.renew();
            console.say("the old token is good no more, and whoever had logged in with it has to log in again");
        } else if (token.createIfMissing().isPresent()) {
            console.say("there was none: this is a new one");
        }
        console.print(token(token) + "\n");
        return ExitCode.FINE;
    }

    private List<Flag> flags() {
        var flags = new ArrayList<Flag>();
        if (config != null) {
            flags.add(new Flag(Flag.CONFIG, config));
        }
        if (dataDirectory.path != null) {
            flags.add(new Flag("--data-dir", dataDirectory.path.toString()));
        }
        return flags;
    }

    /** The first place where a recorder has been: one in an empty folder would keep a recorder from it. */
    private static Path directory(List<Path> candidates) throws IOException {
        for (Path directory : candidates) {
            if (Files.isDirectory(directory) && !Files.isExecutable(directory)) {
                throw new IOException(
                        "%s: permission denied (only its owner and root may read the token)".formatted(directory));
            }
            if (!DataDirectory.isNew(directory)) {
                return directory;
            }
        }
        throw new IOException("no recorder has been in %s yet; start it first, or name its place with --data-dir"
                .formatted(candidates.stream().map(Path::toString).collect(Collectors.joining(" or "))));
    }

    private static String token(TokenFile file) throws IOException {
        try {
            return file.read();
        } catch (AccessDeniedException e) {
            throw new IOException("%s: permission denied".formatted(file.path()), e);
        } catch (NoSuchFileException e) {
            throw new IOException("%s: no such file".formatted(file.path()), e);
        }
    }
}
