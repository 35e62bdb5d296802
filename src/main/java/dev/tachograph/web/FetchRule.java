package dev.tachograph.web;

import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;

/**
 * Keeps out what pages of other sites and ports have a browser fetch, even where they could not read the answer. Browsers tell
 * it by themselves, and no page can change it (<a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata</a>); who says
 * nothing is no browser, or an old one, which the {@link HostRule} has to do for.
 *
 * <p>A link on another page may lead to a page of this one: that is what links are for.
 */
final class FetchRule {
    private FetchRule() {}

    static Optional<Problem> refusal(Request request) {
        List<String> sites = request.getHeaders().getValuesList("Sec-Fetch-Site");
        boolean isOwn = sites.isEmpty() || sites.equals(List.of("same-origin")) || sites.equals(List.of("none"));
        return isOwn || isLink(request)
                ? Optional.empty()
                : Optional.of(Problem.of(403, "Sec-Fetch-Site: only the recorder's own page may ask"));
    }

    private static boolean isLink(Request request) {
        return HttpMethod.GET.is(request.getMethod())
                && "navigate".equals(request.getHeaders().get("Sec-Fetch-Mode"))
                && "document".equals(request.getHeaders().get("Sec-Fetch-Dest"))
                && !ApiHandler.path(request).startsWith("/api/");
    }
}
