package dev.tachograph.web;

import dev.tachograph.linux.Host;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * What the page of {@link LoginHandler} says.
 *
 * @param head further elements for its head
 * @param body what stands below its title
 */
record LoginPage(String head, String body) {
    /** Where its style lies, in the class path. */
    static final String FOLDER = "/dev/tachograph/web/login";

    static final String WRONG = "That is not the token. Copy all of it, without a space.";
    static final String NO_TOKEN =
            "No token is set yet. On its host, the recorder's own user or root makes one: tachograph token";
    private static final String TEMPLATE = resource("login.html");
    private static final String FORM = resource("form.html");
    private static final String KNOWN = resource("known.html");
    private static final String LOGGED_IN = resource("logged-in.html");

    /** For somebody who needs no token. */
    static LoginPage known() {
        return new LoginPage("", KNOWN);
    }

    /** For somebody who is in, and may want to leave. */
    static LoginPage loggedIn() {
        return new LoginPage("", LOGGED_IN);
    }

    /**
     * The form.
     *
     * @param to where it leads; empty for the page
     * @param complaint what went wrong, for people; empty when nothing did
     * @param asksAgain whether the browser asks once more by itself
     */
    static LoginPage form(String to, String complaint, boolean asksAgain) {
        String again = asksAgain
                ? "<meta http-equiv=\"refresh\" content=\"0;url=%s?to=%s\">"
                        .formatted(LoginHandler.PATH, URLEncoder.encode(to, StandardCharsets.UTF_8))
                : "";
        String alert = complaint.isEmpty() ? "" : "<p class=\"alert\" role=\"alert\">" + escaped(complaint) + "</p>";
        return new LoginPage(again, FORM.replace("{{alert}}", alert).replace("{{to}}", escaped(to)));
    }

    static String tooMany(long seconds) {
        return "Too many wrong tokens came from you, or from everywhere. Try again in %d second%s."
                .formatted(seconds, seconds == 1 ? "" : "s");
    }

    /**
     * Sends it.
     *
     * @return why it could not be sent, {@code null} if it was
     */
    @Nullable Throwable write(int status, Request request, Response response) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html; charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        SecurityHeaders.allowOwnForms(response.getHeaders());
        String html = TEMPLATE.replace("{{host}}", escaped(Host.name()))
                .replace("{{head}}", head)
                .replace("{{body}}", body);
        try {
            Content.Sink.write(response, true, StandardCharsets.UTF_8.encode(html));
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String resource(String name) {
        try (InputStream in = LoginPage.class.getResourceAsStream(FOLDER + "/" + name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path in " + FOLDER);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " can't be read", e);
        }
    }
}
