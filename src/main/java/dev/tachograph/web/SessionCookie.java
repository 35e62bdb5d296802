package dev.tachograph.web;

import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * The cookie with the id of a session: not for scripts, not for requests that other sites begin, and over TLS not for
 * anything but TLS and this host (RFC 6265bis, {@code __Host-}).
 */
final class SessionCookie {
    private static final String PLAIN = "tachograph";
    private static final String SECURE = "__Host-" + PLAIN;
    private static final Pattern SEPARATOR = Pattern.compile(" *; *");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{43}");
    /** A page of another port may have set cookies of this name, too; more of them are nobody's. */
    private static final int MOST = 4;

    private SessionCookie() {}

    /** The ids that a request brings; an id has to be known to be worth anything. */
    static List<String> ids(Request request) {
        String begin = name(request) + "=";
        return request.getHeaders().getValuesList(HttpHeader.COOKIE).stream()
                .flatMap(SEPARATOR::splitAsStream)
                .filter(pair -> pair.startsWith(begin))
                .map(pair -> pair.substring(begin.length()))
                .filter(id -> ID.matcher(id).matches())
                .limit(MOST)
                .toList();
    }

    static void put(String id, Request request, Response response) {
        write(id, Sessions.LIFE.toSeconds(), request, response);
    }

    static void remove(Request request, Response response) {
        write("", 0, request, response);
    }

    private static void write(String id, long seconds, Request request, Response response) {
        response.getHeaders()
                .add(
                        HttpHeader.SET_COOKIE,
                        "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
                                .formatted(name(request), id, seconds, request.isSecure() ? "; Secure" : ""));
    }

    private static String name(Request request) {
        return request.isSecure() ? SECURE : PLAIN;
    }
}
