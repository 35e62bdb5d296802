package dev.tachograph.web;

import dev.tachograph.linux.SocketOwner;
import java.util.List;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets a request pass if its sender may read what the recorder knows: over the socket whoever could open it; over loopback
 * the users of the {@link AccessRules}; otherwise who sends the token, from another host only over TLS.
 */
final class AccessCheck extends Handler.Wrapper {
    private static final String OWNER = AccessCheck.class.getName() + ".owner";
    private static final String BEARER = "Bearer ";

    private final AccessRules rules;
    private final SocketOwner owners;

    AccessCheck(AccessRules rules, SocketOwner owners, Handler next) {
        super(next);
        this.rules = rules;
        this.owners = owners;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean allowed = switch (Peer.of(request)) {
            case Peer.OverSocket _ -> true;
            case Peer.OverTcp peer when peer.isLoopback() -> allowsOwner(request, peer) || allowsToken(request);
            case Peer.OverTcp _ -> request.isSecure() && allowsToken(request);
            case Peer.Unknown _ -> false;
        };
        if (allowed) {
            return super.handle(request, response, callback);
        }
        response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
        Reply.problem(refusal(request), request, response, callback);
        return true;
    }

    private boolean allowsOwner(Request request, Peer.OverTcp peer) {
        OptionalLong uid = owner(request.getConnectionMetaData(), peer);
        return uid.isPresent() && rules.allowsUid(uid.getAsLong());
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

    private boolean allowsToken(Request request) {
        List<String> sent = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
        return sent.size() == 1
                && sent.getFirst().regionMatches(true, 0, BEARER, 0, BEARER.length())
                && rules.allowsToken(sent.getFirst().substring(BEARER.length()).strip());
    }

    private Problem refusal(Request request) {
        String who = request.getConnectionMetaData().getAttribute(OWNER) instanceof OptionalLong uid && uid.isPresent()
                ? "uid %d may not read this".formatted(uid.getAsLong())
                : "it can't be told who you are";
        String token = rules.token() == null ? "no token is set" : "or send the token as 'Authorization: Bearer …'";
        return Problem.of(
                401,
                ("%s; ask as root or as the recorder's own user, have your user added to allowed_users" + ", %s")
                        .formatted(who, token));
    }
}
