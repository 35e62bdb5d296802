package dev.tachograph.web;

import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Lets a request pass if neither the {@link HostRule} nor the {@link FetchRule} has anything against it. */
final class HostCheck extends Handler.Wrapper {
    private final HostRule rule;

    HostCheck(HostRule rule, Handler next) {
        super(next);
        this.rule = rule;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        List<String> hosts = request.getHeaders().getValuesList(HttpHeader.HOST);
        List<String> origins = request.getHeaders().getValuesList(HttpHeader.ORIGIN);
        Peer peer = Peer.of(request);
        Optional<Problem> refusal = peer.isOverSocket()
                ? HostRule.refusalOverSocket(hosts, origins)
                : rule.at(peer).refusal(request.isSecure(), hosts, origins);
        refusal = refusal.or(() -> FetchRule.refusal(request));
        if (refusal.isEmpty()) {
            return super.handle(request, response, callback);
        }
        Reply.problem(refusal.get(), request, response, callback);
        return true;
    }
}
