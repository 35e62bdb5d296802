package dev.tachograph.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Lets a request pass if the {@link Gate} does; a browser that wants to show a page is led to where it can log in. */
final class AccessCheck extends Handler.Wrapper {
    private final Gate gate;

    AccessCheck(Gate gate, Handler next) {
        super(next);
        this.gate = gate;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Gate.Verdict verdict = gate.verdict(request);
        if (verdict.isAllowed()) {
            return super.handle(request, response, callback);
        }
        if (verdict instanceof Gate.Verdict.Unknown && showsPage(request)) {
            response.setStatus(303);
            response.getHeaders().put(HttpHeader.LOCATION, LoginHandler.PATH + "?to=" + whereTo(request));
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            callback.succeeded();
            return true;
        }
        response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
        Reply.problem(refusal(verdict), request, response, callback);
        return true;
    }

    private static boolean showsPage(Request request) {
        return HttpMethod.GET.is(request.getMethod())
                && !ApiHandler.path(request).startsWith("/api/")
                && request.getHeaders().getQualityCSV(HttpHeader.ACCEPT).contains("text/html");
    }

    private static String whereTo(Request request) {
        return URLEncoder.encode(request.getHttpURI().getPathQuery(), StandardCharsets.UTF_8);
    }

    private Problem refusal(Gate.Verdict verdict) {
        return switch (verdict) {
            case Gate.Verdict.TooMany(long seconds) -> Problem.tooMany(tooMany(seconds), seconds);
            case Gate.Verdict.Wrong _ ->
                Problem.of(
                        401,
                        "that is not the token; 'tachograph token' prints it for the recorder's own user and root");
            case Gate.Verdict.Unknown(String why) -> Problem.of(401, why + ", " + howByToken());
            case Gate.Verdict.Known _, Gate.Verdict.LoggedIn _ ->
                throw new IllegalArgumentException("nobody is refused who is allowed");
        };
    }

    static String tooMany(long seconds) {
        return "too many wrong tokens came from you, or from everywhere; no more are looked at for %d s"
                .formatted(seconds);
    }

    private String howByToken() {
        return gate.hasToken()
                ? "or send the token as 'Authorization: Bearer …', or log in at " + LoginHandler.PATH
                : "or have its owner make a token ('tachograph token'): no token is set";
    }
}
