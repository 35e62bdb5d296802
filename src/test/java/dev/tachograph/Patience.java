package dev.tachograph;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Awaited conditions may take as long as a busy machine needs: what is waited for comes, and how soon it comes is no test's
 * question. JUnit finds this by itself for every class.
 */
public final class Patience implements BeforeAllCallback {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LONG);
    }
}
