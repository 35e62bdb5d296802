package dev.tachograph.web;

import dev.tachograph.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask, and under which names.
 *
 * @param ownUid of the recorder
 * @param allowedUids who else may ask over loopback without the token; root always may
 * @param allowedHosts further names and addresses for the {@code Host} header, without port
 * @param token what everyone else has to send; null if there is none, and nobody else passes
 */
public record AccessRules(
        long ownUid,
        Set<Long> allowedUids,
        Set<String> allowedHosts,
        @Nullable String token) {
    public AccessRules {
        allowedUids = Set.copyOf(allowedUids);
        allowedHosts = allowedHosts.stream().map(HostRule::canonical).collect(Collectors.toUnmodifiableSet());
        if (token != null && token.strip().length() < Settings.Web.LEAST_TOKEN_CHARACTERS) {
            throw new IllegalArgumentException(
                    "the token has to have at least %d characters".formatted(Settings.Web.LEAST_TOKEN_CHARACTERS));
        }
    }

    boolean allowsUid(long uid) {
        return uid == 0 || uid == ownUid || allowedUids.contains(uid);
    }

    /** Takes the same time for every wrong token of one length. */
    boolean allowsToken(String sent) {
        return token != null && MessageDigest.isEqual(bytes(token), bytes(sent));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Without the token, so that it gets into no log. */
    @Override
    public String toString() {
        return "AccessRules[ownUid=%d, allowedUids=%s, allowedHosts=%s, token=%s]"
                .formatted(ownUid, allowedUids, allowedHosts, token == null ? "none" : "set");
    }
}
