package dev.tachograph.web;

import dev.tachograph.settings.Settings;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may ask, and under which names.
 *
 * @param ownUid of the recorder
 * @param allowedUids who else may ask over loopback without the token; root always may
 * @param allowedHosts further names and addresses for the {@code Host} header, without port
 * @param token what everyone else has to send; where there is none nobody else passes
 */
public record AccessRules(long ownUid, Set<Long> allowedUids, Set<String> allowedHosts, TokenSource token) {
    public AccessRules {
        allowedUids = Set.copyOf(allowedUids);
        allowedHosts = allowedHosts.stream().map(HostRule::canonical).collect(Collectors.toUnmodifiableSet());
    }

    /** With a token that stays the same. */
    public AccessRules(long ownUid, Set<Long> allowedUids, Set<String> allowedHosts, String token) {
        this(ownUid, allowedUids, allowedHosts, () -> token);
        if (token.strip().length() < Settings.Web.LEAST_TOKEN_CHARACTERS) {
            throw new IllegalArgumentException(
                    "the token has to have at least %d characters".formatted(Settings.Web.LEAST_TOKEN_CHARACTERS));
        }
    }

    boolean allowsUid(long uid) {
        return uid == 0 || uid == ownUid || allowedUids.contains(uid);
    }

    /** Without the token, so that it gets into no log. */
    @Override
    public String toString() {
        return "AccessRules[ownUid=%d, allowedUids=%s, allowedHosts=%s, token=%s]"
                .formatted(ownUid, allowedUids, allowedHosts, token.token() == null ? "none" : "set");
    }
}
