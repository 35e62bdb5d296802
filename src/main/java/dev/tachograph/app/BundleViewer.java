package dev.tachograph.app;

import dev.tachograph.bundle.Bundling;
import dev.tachograph.bundle.Manifest;
import dev.tachograph.bundle.OpenedBundle;
import dev.tachograph.cli.BundleWords;
import dev.tachograph.cli.Console;
import dev.tachograph.cli.ExitCode;
import dev.tachograph.cli.Viewer;
import dev.tachograph.settings.ListenAddress;
import dev.tachograph.settings.Settings;
import dev.tachograph.settings.SettingsException;
import dev.tachograph.settings.SettingsLoader;
import dev.tachograph.settings.Surroundings;
import dev.tachograph.store.StoppedStore;
import dev.tachograph.store.StoreException;
import dev.tachograph.web.AccessRules;
import dev.tachograph.web.Api;
import dev.tachograph.web.RecordedApi;
import dev.tachograph.web.WebLimits;
import dev.tachograph.web.WebOptions;
import dev.tachograph.web.WebServer;
import dev.tachograph.worker.CagedRunner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** {@code tachograph open}: serves what is in a bundle until it is told to end. */
final class BundleViewer implements Viewer {
    private final Console console;
    private final Surroundings surroundings;

    BundleViewer(Console console, Surroundings surroundings) {
        this.console = console;
        this.surroundings = surroundings;
    }

    @Override
    public int open(Path file, @Nullable ListenAddress listen) throws IOException {
        var isUnwanted = new AtomicBoolean();
        try (var closing = new Closing()) {
            Thread hook = Thread.ofPlatform().name("shutdown").unstarted(() -> end(closing, isUnwanted));
            Runtime.getRuntime().addShutdownHook(hook);
            try {
                OpenedBundle bundle = closing.add(OpenedBundle.open(file, place(), isUnwanted::get));
                if (listen == null) {
                    console.print(words(file, bundle) + "\n");
                    return ExitCode.FINE;
                }
                serve(file, bundle, listen, closing);
                new CountDownLatch(1).await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                forget(hook);
            }
            return ExitCode.FAILED;
        }
    }

    /** Where a private folder may be made for a while: {@code TMPDIR}, as other programs have it, or the JVM's own place. */
    private Path place() {
        String given = surroundings.environment().getOrDefault("TMPDIR", "");
        return Path.of(given.isBlank() ? System.getProperty("java.io.tmpdir") : given)
                .toAbsolutePath();
    }

    private String words(Path file, OpenedBundle bundle) throws IOException {
        return BundleWords.of(file, bundle.manifest(), Files.size(file), console.zone());
    }

    private void serve(Path file, OpenedBundle bundle, ListenAddress listen, Closing closing) throws IOException {
        Manifest manifest = bundle.manifest();
        Path directory = bundle.directory();
        StoppedStore store = closing.add(store(directory));
        CagedRunner sql = CagedRunner.of(store, place());
        Api api = RecordedApi.of(
                store,
                sql,
                Bundling.ofNobody(manifest, Clock.systemUTC()),
                manifest,
                directory,
                retention(),
                InstantSource.fixed(manifest.to()));
        var options = new WebOptions(
                new InetSocketAddress(InetAddress.getByName(listen.host()), listen.port()),
                directory,
                new AccessRules(Surroundings.ownUid(), Set.of(), Set.of(), () -> null),
                null,
                WebLimits.DEFAULT);
        WebServer web = closing.add(WebServer.start(options, api));
        closing.add(sql); // before the server, which waits for answers
        greet(file, bundle, web);
    }

    private static StoppedStore store(Path directory) throws IOException {
        try {
            return StoppedStore.open(directory);
        } catch (StoreException e) {
            throw new IOException(e.summary(), e);
        }
    }

    private Settings.Retention retention() throws IOException {
        try {
            return SettingsLoader.loadForClient(List.of(), surroundings).retention();
        } catch (SettingsException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void greet(Path file, OpenedBundle bundle, WebServer web) throws IOException {
        console.say("This is a recording: " + words(file, bundle));
        for (URI address : web.addresses()) {
            console.say("  page  %s/".formatted(address));
        }
        console.say("  data  %s".formatted(bundle.directory()));
        console.say(
                "        tachograph top --data-dir %s, and logs, exits and events alike".formatted(bundle.directory()));
        console.say("Ctrl-C ends it and removes the data.");
    }

    /** Being told to end is no failure, whatever the signal was. */
    private static void end(Closing closing, AtomicBoolean isUnwanted) {
        isUnwanted.set(true);
        closing.close();
        Runtime.getRuntime().halt(ExitCode.FINE);
    }

    /** A start that fails ends with its own exit code. */
    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // a signal was quicker, and the hook ends the program
        }
    }
}
