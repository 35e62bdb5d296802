package dev.tachograph.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.UrlEncoded;
import org.jspecify.annotations.Nullable;

/**
 * The page where a browser logs in and out. It and its style are all that everybody may read: the page of the record stands
 * behind {@link AccessCheck}. It needs no script.
 */
final class LoginHandler extends Handler.Abstract {
    static final String PATH = "/login";
    private static final String LOGOUT = "/logout";
    private static final Set<String> OPEN_FILES = Set.of("/login.css", "/favicon.svg");
    private static final int MOST_FORM_BYTES = 4_096;
    private static final String FORM = "application/x-www-form-urlencoded";
    /** A path of this server, and nothing that a browser takes for another one: no second slash, no backslash. */
    private static final Pattern OWN_PATH = Pattern.compile("/(?!/)[\\x21-\\x7e&&[^\\\\]]{0,2000}");

    private final Gate gate;
    private final RunningRequests requests;
    private final PageHandler files;
    private final PageHandler icons;

    /** @param icons has the icon of the page */
    LoginHandler(Gate gate, RunningRequests requests, PageHandler icons) {
        this.gate = gate;
        this.requests = requests;
        this.icons = icons;
        this.files = new PageHandler(new Pages(LoginPage.FOLDER));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = ApiHandler.path(request);
        if (OPEN_FILES.contains(path)) {
            return files.handle(request, response, callback) || icons.handle(request, response, callback);
        }
        if (!path.equals(PATH) && !path.equals(LOGOUT)) {
            return false;
        }
        if (request.getMethod().equals(Route.Method.POST.name())) {
            try (RunningRequests.Running _ = requests.begin(request, true)) {
                Reply.complete(callback, path.equals(PATH) ? logIn(request, response) : logOut(request, response));
            }
        } else if (path.equals(PATH) && List.of("GET", "HEAD").contains(request.getMethod())) {
            Reply.complete(callback, show(request, response));
        } else {
            String allowed = path.equals(PATH) ? "GET, HEAD, POST" : "POST";
            response.getHeaders().put(HttpHeader.ALLOW, allowed);
            Reply.problem(Problem.of(405, path + " allows " + allowed), request, response, callback);
        }
        return true;
    }

    private @Nullable Throwable show(Request request, Response response) {
        String to =
                ownPath(decoded(String.valueOf(request.getHttpURI().getQuery())).get("to"));
        Gate.Verdict verdict = gate.verdict(request);
        if (verdict.isAllowed() && !to.isEmpty()) {
            return redirect(to, response);
        }
        LoginPage page = switch (verdict) {
            case Gate.Verdict.Known _ -> LoginPage.known();
            case Gate.Verdict.LoggedIn _ -> LoginPage.loggedIn();
            default -> LoginPage.form(to, gate.hasToken() ? "" : LoginPage.NO_TOKEN, comesFromElsewhere(request));
        };
        return page.write(200, request, response);
    }

    private @Nullable Throwable logIn(Request request, Response response) {
        Map<String, String> form;
        try {
            form = form(request);
        } catch (ProblemException e) {
            return Reply.write(new Answer.Failure(e.problem()), new CancellationSignal(), request, response);
        } catch (IOException e) {
            return e; // the client did not send what it announced
        }
        String to = ownPath(form.get("to"));
        String token = form.getOrDefault("token", "").strip();
        Gate.Verdict verdict = gate.logIn(request, token, id -> SessionCookie.put(id, request, response));
        return switch (verdict) {
            case Gate.Verdict.Known _, Gate.Verdict.LoggedIn _ -> redirect(to.isEmpty() ? "/" : to, response);
            case Gate.Verdict.Wrong _ ->
                LoginPage.form(to, LoginPage.WRONG, false).write(401, request, response);
            case Gate.Verdict.Unknown(String why) ->
                LoginPage.form(to, why, false).write(403, request, response);
            case Gate.Verdict.TooMany(long seconds) -> {
                response.getHeaders().put(HttpHeader.RETRY_AFTER, seconds);
                yield LoginPage.form(to, LoginPage.tooMany(seconds), false).write(429, request, response);
            }
        };
    }

    private @Nullable Throwable logOut(Request request, Response response) {
        gate.logOut(request);
        SessionCookie.remove(request, response);
        return redirect(PATH, response);
    }

    /** Those of a page, sent by the page: a browser says where a form stands, and {@link HostCheck} has compared it. */
    private static Map<String, String> form(Request request) throws IOException {
        String type = String.valueOf(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
        if (!type.startsWith(FORM)) {
            throw new ProblemException(Problem.of(415, PATH + " takes a form, " + FORM));
        }
        if (!request.getHeaders().contains(HttpHeader.ORIGIN)) {
            throw new ProblemException(
                    Problem.of(
                            403,
                            "Origin: missing; logging in is for browsers, everything else sends the token as 'Authorization: Bearer …'"));
        }
        try (InputStream in = Request.asInputStream(request)) {
            byte[] bytes = in.readNBytes(MOST_FORM_BYTES + 1);
            if (bytes.length > MOST_FORM_BYTES) {
                throw new ProblemException(Problem.of(
                        413, "the form has more than the %d bytes that are allowed".formatted(MOST_FORM_BYTES)));
            }
            return decoded(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    /** The fields that come once; one that can't be read, or comes twice, is not there. */
    private static Map<String, String> decoded(String text) {
        Map<String, List<String>> fields = new TreeMap<>();
        try {
            UrlEncoded.decodeUtf8To(
                    text,
                    0,
                    text.length(),
                    (name, value) ->
                            fields.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
        } catch (IllegalArgumentException | IllegalStateException _) {
            return Map.of();
        }
        Map<String, String> once = new TreeMap<>();
        fields.forEach((name, values) -> {
            if (values.size() == 1) {
                once.put(name, values.getFirst());
            }
        });
        return once;
    }

    /** Where to go after it; empty for anything that might lead elsewhere. */
    static String ownPath(@Nullable String to) {
        return to != null && OWN_PATH.matcher(to).matches() && !to.startsWith(PATH) ? to : "";
    }

    /** A browser that comes by a link of another site has not sent its cookie; it will when this page asks again. */
    private static boolean comesFromElsewhere(Request request) {
        String site = request.getHeaders().get("Sec-Fetch-Site");
        return site != null && !site.equals("same-origin") && !site.equals("none");
    }

    private static @Nullable Throwable redirect(String to, Response response) {
        response.setStatus(303);
        response.getHeaders().put(HttpHeader.LOCATION, to);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        return null;
    }
}
