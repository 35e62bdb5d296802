package dev.tachograph.web;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Puts what a browser has to know for safety on every answer, before anything else looks at the request. */
final class SecurityHeaders extends Handler.Wrapper {
    private static final String POLICY = "Content-Security-Policy";
    private static final String REFERRER = "Referrer-Policy";
    private static final List<HttpField> FIELDS = List.of(
            new PreEncodedHttpField(
                    POLICY,
                    "default-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
            new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
            new PreEncodedHttpField("X-Frame-Options", "DENY"), // for browsers that know no frame-ancestors
            new PreEncodedHttpField(REFERRER, "no-referrer"),
            new PreEncodedHttpField("Cross-Origin-Resource-Policy", "same-origin"),
            new PreEncodedHttpField("Cross-Origin-Opener-Policy", "same-origin"));

    SecurityHeaders(Handler next) {
        super(next);
    }

    static void putInto(HttpFields.Mutable headers) {
        FIELDS.forEach(headers::put);
    }

    /**
     * For the page with a form that needs no script: it may send that to this origin, and must say from which it comes, which a
     * browser does not where no referrer is wanted (Fetch, "append a request Origin header").
     */
    static void allowOwnForms(HttpFields.Mutable headers) {
        headers.put(
                POLICY,
                "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'");
        headers.put(REFERRER, "same-origin");
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        putInto(response.getHeaders());
        return super.handle(request, response, callback);
    }
}
