package dev.tachograph.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells names whose values are secrets ({@code --db-password}, {@code API_TOKEN}, {@code clientSecret}) from those that
 * only sound like it ({@code --token-file}, {@code tokenizer}, {@code max_tokens}).
 *
 * <p>A name is taken apart at its separators and humps. A secret word may be glued to what stands before it
 * ({@code PGPASSWORD}) and has to end where a part ends.
 */
final class SecretNames {
    /** Longer names are judged by their end. */
    static final int MAX_CHARS = 64;

    private static final List<String> WORDS = List.of(
            "password",
            "passwd",
            "passphrase",
            "passcode",
            "secret",
            "token",
            "credential",
            "apikey",
            "accesskey",
            "accountkey",
            "privatekey",
            "authkey",
            "signingkey",
            "encryptionkey",
            "masterkey",
            "sharedkey",
            // "pass" and "pw" at the end of any word would be too much: --bypass, --compass
            "dbpass",
            "dbpw",
            "dbpwd",
            "userpass",
            "rootpass",
            "rootpw",
            "adminpass",
            "adminpw",
            "authpass",
            "bindpass",
            "bindpw",
            "smtppass",
            "ftppass",
            "requirepass",
            "masterauth",
            "storepass",
            "keypass",
            "userpw",
            "ownerpw");

    /** These are secrets as a part of their own only. */
    private static final Set<String> PARTS =
            Set.of("pass", "pwd", "pw", "psw", "upw", "opw", "bearer", "sig", "signature", "authorization", "cookie");

    /** What may be glued to the end of a secret word. */
    private static final Set<String> GLUED = Set.of("", "s", "key", "keys", "value", "hash", "id", "str", "string");

    /** Parts that make a number or a question of the name when they stand before the secret word. */
    private static final Set<String> HARMLESS_BEFORE = Set.of(
            "no",
            "public",
            "without",
            "ask",
            "show",
            "list",
            "generate",
            "reset",
            "skip",
            "disable",
            "enable",
            "require",
            "requires",
            "allow",
            "max",
            "min",
            "num",
            "count",
            "n",
            "total");

    /** Parts that make a place, a kind or a number of the name when they stand behind the secret word. */
    private static final Set<String> HARMLESS_BEHIND = Set.of(
            "file",
            "files",
            "filename",
            "path",
            "paths",
            "dir",
            "directory",
            "folder",
            "url",
            "uri",
            "endpoint",
            "type",
            "policy",
            "ttl",
            "length",
            "len",
            "name",
            "names",
            "expiry",
            "expires",
            "expiration",
            "timeout",
            "stdin",
            "prompt",
            "fd",
            "command",
            "cmd",
            "helper",
            "manager",
            "provider",
            "store",
            "service",
            "server",
            "source",
            "algorithm",
            "alg",
            "format",
            "mode",
            "required",
            "enabled",
            "disabled",
            "limit",
            "size",
            "count",
            "rotation",
            "retries",
            "attempts",
            "version",
            "issuer",
            "audience",
            "header",
            "prefix",
            "class",
            "engine",
            "backend",
            "field",
            "ref",
            "budget",
            "rate",
            "min",
            "max",
            "env",
            "from",
            "config",
            "kubeconfig",
            "ca",
            "cert",
            "domain",
            "jar",
            "through");

    private SecretNames() {}

    /** Letters, digits, {@code _}, {@code .} and {@code -}, as in options, variables, properties and headers. */
    static boolean isNameChar(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "_-.".indexOf(c) >= 0;
    }

    /** Whether what a name of such characters stands for is a secret. */
    static boolean announces(String name) {
        List<String> parts = parts(name.length() > MAX_CHARS ? name.substring(name.length() - MAX_CHARS) : name);
        if (parts.isEmpty() || parts.stream().anyMatch(HARMLESS_BEFORE::contains)) {
            return false;
        }
        String glued = String.join("", parts);
        int behind = endOfSecretWord(glued, parts);
        return behind >= 0 && partsFrom(parts, behind).stream().noneMatch(HARMLESS_BEHIND::contains);
    }

    /** Whether it is the name of a header that is a secret to its end, whatever stands in it. */
    static boolean isHeader(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith("authorization") || lower.endsWith("cookie");
    }

    /** Where the part ends in which the last secret word ends, counted in the glued letters; -1 when there is none. */
    private static int endOfSecretWord(String glued, List<String> parts) {
        int found = -1;
        for (String word : WORDS) {
            for (int at = glued.indexOf(word); at >= 0; at = glued.indexOf(word, at + 1)) {
                int end = at + word.length();
                int partEnd = endOfPart(parts, end);
                if (GLUED.contains(letters(glued.substring(end, partEnd)))) {
                    found = Math.max(found, partEnd);
                }
            }
        }
        int end = 0;
        for (String part : parts) {
            end += part.length();
            boolean workingDirectory =
                    part.equals("pwd") && parts.size() > 1 && parts.getFirst().equals("old");
            found = PARTS.contains(part) && !workingDirectory ? Math.max(found, end) : found;
        }
        return found;
    }

    private static String letters(String rest) {
        int end = rest.length();
        while (end > 0 && Character.isDigit(rest.charAt(end - 1))) {
            end--;
        }
        return rest.substring(0, end);
    }

    /** The first end of a part at or behind a place. */
    private static int endOfPart(List<String> parts, int place) {
        int end = 0;
        for (String part : parts) {
            end += part.length();
            if (end >= place) {
                return end;
            }
        }
        return end;
    }

    private static List<String> partsFrom(List<String> parts, int place) {
        int begin = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (begin >= place) {
                return parts.subList(i, parts.size());
            }
            begin += parts.get(i).length();
        }
        return List.of();
    }

    /** The parts in lower case: {@code --dbPassword_FILE} is db, password, file. */
    private static List<String> parts(String name) {
        List<String> parts = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i <= name.length(); i++) {
            boolean separator = i == name.length() || !Character.isLetterOrDigit(name.charAt(i));
            if (separator || (i > begin && isHump(name, i))) {
                if (i > begin) {
                    parts.add(name.substring(begin, i).toLowerCase(Locale.ROOT));
                }
                begin = separator ? i + 1 : i;
            }
        }
        return parts;
    }

    private static boolean isHump(String name, int at) {
        return Character.isUpperCase(name.charAt(at)) && Character.isLowerCase(name.charAt(at - 1));
    }
}
