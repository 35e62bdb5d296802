package dev.tachograph.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Response;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The policy is strict, and it holds: {@link Stage} fails each test in which the browser reports a breach. */
final class PolicyTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void thePageMayLoadNothingFromElsewhereAndRunNothingInline() {
        Response response = stage.page().waitForResponse("**/processes", () -> stage.open("/processes"));
        Assertions.assertThat(response.headerValue("content-security-policy"))
                .contains("default-src 'self'")
                .doesNotContain("unsafe");
        assertThat(stage.page().locator("script:not([src]), style, [onclick], [onerror], [onload]"))
                .hasCount(0);
    }
}
