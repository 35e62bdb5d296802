package dev.tachograph.web;

import dev.tachograph.linux.SocketOwner;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;

/**
 * Knows who may read what the recorder knows: over the socket whoever could open it; over loopback the users of the
 * {@link AccessRules}; otherwise who sends the token, or has logged in with it, from another host only over TLS.
 */
final class Gate {
    private static final String OWNER = Gate.class.getName() + ".owner";
    private static final String BEARER = "Bearer ";

    private final AccessRules rules;
    private final SocketOwner owners;
    private final Attempts attempts = new Attempts(System::nanoTime);
    private final Sessions sessions = new Sessions(System::nanoTime);

    Gate(AccessRules rules, SocketOwner owners) {
        this.rules = rules;
        this.owners = owners;
    }

    /** What is known of somebody's right to ask. */
    sealed interface Verdict {
        /** May ask, as the one who he is: no session could be ended. */
        record Known() implements Verdict {}

        /** May ask, since he logged in. */
        record LoggedIn() implements Verdict {}

        /**
         * May not, since nothing was sent that would show it.
         *
         * @param why for people
         */
        record Unknown(String why) implements Verdict {}

        /** Sent a wrong token. */
        record Wrong() implements Verdict {}

        /**
         * Sent too many wrong tokens.
         *
         * @param seconds until one more is looked at
         */
        record TooMany(long seconds) implements Verdict {}

        default boolean isAllowed() {
            return this instanceof Known || this instanceof LoggedIn;
        }
    }

    Verdict verdict(Request request) {
        return switch (Peer.of(request)) {
            case Peer.OverSocket _ -> new Verdict.Known();
            case Peer.OverTcp peer when peer.isLoopback() && allowsOwner(request, peer) -> new Verdict.Known();
            case Peer.OverTcp peer when peer.isLoopback() || request.isSecure() -> byToken(request, peer);
            case Peer.OverTcp _ -> new Verdict.Unknown("beyond loopback only TLS will do");
            case Peer.Unknown _ -> new Verdict.Unknown("it can't be told where you come from");
        };
    }

    /** Takes a token from the login page; who gets in gets a session, and who had one loses it. */
    Verdict logIn(Request request, String token, Consumer<String> id) {
        if (!(Peer.of(request) instanceof Peer.OverTcp peer) || !(peer.isLoopback() || request.isSecure())) {
            return new Verdict.Unknown("there is nobody to log in over the socket");
        }
        Caller caller = caller(request, peer);
        Verdict verdict = verdict(attempts.attempt(caller, () -> rules.token().isToken(token)));
        if (verdict.isAllowed()) {
            logOut(request);
            id.accept(sessions.begin(caller, rules.token().mark()));
        }
        return verdict;
    }

    void logOut(Request request) {
        SessionCookie.ids(request).forEach(sessions::end);
    }

    boolean hasToken() {
        return rules.token().token() != null;
    }

    private Verdict byToken(Request request, Peer.OverTcp peer) {
        Caller caller = caller(request, peer);
        List<String> sent = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
        if (!sent.isEmpty() && hasToken()) {
            return verdict(attempts.attempt(caller, () -> isToken(sent)));
        }
        String mark = rules.token().mark();
        return SessionCookie.ids(request).stream().anyMatch(id -> sessions.isGood(id, caller, mark))
                ? new Verdict.LoggedIn()
                : new Verdict.Unknown(who(request, peer));
    }

    private boolean isToken(List<String> sent) {
        return sent.size() == 1
                && sent.getFirst().regionMatches(true, 0, BEARER, 0, BEARER.length())
                && rules.token()
                        .isToken(sent.getFirst().substring(BEARER.length()).strip());
    }

    private static Verdict verdict(Attempts.Outcome outcome) {
        return switch (outcome) {
            case Attempts.Outcome.Right _ -> new Verdict.LoggedIn();
            case Attempts.Outcome.Wrong _ -> new Verdict.Wrong();
            case Attempts.Outcome.TooMany(long seconds) -> new Verdict.TooMany(seconds);
        };
    }

    private boolean allowsOwner(Request request, Peer.OverTcp peer) {
        OptionalLong uid = owner(request.getConnectionMetaData(), peer);
        return uid.isPresent() && rules.allowsUid(uid.getAsLong());
    }

    private Caller caller(Request request, Peer.OverTcp peer) {
        return Caller.of(peer, peer.isLoopback() ? owner(request.getConnectionMetaData(), peer) : OptionalLong.empty());
    }

    private String who(Request request, Peer.OverTcp peer) {
        if (!peer.isLoopback()) {
            return "the token is needed from elsewhere";
        }
        OptionalLong uid = owner(request.getConnectionMetaData(), peer);
        return (uid.isPresent()
                        ? "uid %d may not read this".formatted(uid.getAsLong())
                        : "it can't be told who you are")
                + "; ask as root or as the recorder's own user, have your user added to allowed_users";
    }

    /** Asks the kernel at the first request of a connection; the connection keeps the answer. */
    private OptionalLong owner(ConnectionMetaData connection, Peer.OverTcp peer) {
        if (connection.getAttribute(OWNER) instanceof OptionalLong known) {
            return known;
        }
        OptionalLong uid = owners.uid(peer.remote(), peer.local());
        connection.setAttribute(OWNER, uid);
        return uid;
    }
}
