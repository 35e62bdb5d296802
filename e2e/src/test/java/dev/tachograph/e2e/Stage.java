package dev.tachograph.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One recorder and one browser for all tests, and a fresh page for each. After each test the page must have asked
 * nobody but the recorder, and the console must be empty: Chromium reports each breach of the content security policy
 * there.
 */
final class Stage implements BeforeEachCallback, AfterEachCallback {
    /** A tick comes each second; the rest is for a slow machine. */
    private static final double PATIENCE_MS = 20_000;

    /** The browser says so of each answer that is no success; a wrong instant is answered like that. */
    private static final String REFUSED_INSTANT = "Failed to load resource: the server responded with a status of 400";

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private String address = "";
    private @Nullable BrowserContext context;
    private @Nullable Page page;

    @Override
    public void beforeEach(ExtensionContext test) {
        House house = test.getRoot()
                .getStore(ExtensionContext.Namespace.create(Stage.class))
                .computeIfAbsent("house", _ -> House.open(), House.class);
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        address = house.address();
        complaints.clear();
        context = house.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(1440, 860)
                        .setTimezoneId("Europe/Berlin"));
        page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MS);
        watch(page);
    }

    private void watch(Page watched) {
        watched.onConsoleMessage(message -> {
            if (!message.text().startsWith(REFUSED_INSTANT)) {
                complaints.add("console: " + message.text());
            }
        });
        watched.onPageError(error -> complaints.add("error: " + error));
        watched.onDialog(dialog -> {
            complaints.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        watched.onRequest(request -> {
            if (!request.url().startsWith(address + "/")) {
                complaints.add("request to another origin: " + request.url());
            }
        });
    }

    @Override
    public void afterEach(ExtensionContext test) {
        requireNonNull(context).close();
        assertThat(complaints).isEmpty();
    }

    /** Opens a path, with its query, on the page of this test. */
    Page open(String path) {
        page().navigate(address + path);
        return page();
    }

    Page page() {
        return requireNonNull(page);
    }

    /** What is there for the whole run. JUnit closes it after the last test. */
    private record House(@Nullable Recorder recorder, Playwright playwright, Browser browser, String address)
            implements AutoCloseable {
        static House open() {
            try {
                String running = System.getProperty("tachograph.url", "");
                Recorder recorder = running.isEmpty() ? Recorder.start(Path.of(property("tachograph.checkout"))) : null;
                Playwright playwright = Playwright.create();
                String address = recorder == null ? running : recorder.address();
                Browser browser = launch(playwright);
                awaitPast(browser, address);
                return new House(recorder, playwright, browser, address);
            } catch (IOException e) {
                throw new IllegalStateException("no recorder to look at", e);
            }
        }

        /** Tests step back from the newest tick, whichever of them comes first. */
        private static void awaitPast(Browser browser, String address) {
            try (BrowserContext context = browser.newContext(new Browser.NewContextOptions().setBypassCSP(true))) {
                Page page = context.newPage();
                page.navigate(address + "/openapi.json");
                page.waitForFunction("""
                        async () => (await (await fetch('/api/storage/health')).json()).recording.ticks_committed > 3""");
            }
        }

        private static Browser launch(Playwright playwright) {
            return playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(Path.of(property("chromium")))
                            .setArgs(List.of(
                                    "--no-sandbox",
                                    "--disable-dev-shm-usage",
                                    "--disable-gpu",
                                    "--disable-quic",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-sync")));
        }

        private static String property(String name) {
            return requireNonNull(System.getProperty(name), name);
        }

        @Override
        public void close() throws IOException {
            try (recorder) {
                browser.close();
                playwright.close();
            }
        }
    }
}
