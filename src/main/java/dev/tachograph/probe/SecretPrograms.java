package dev.tachograph.probe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Programs that take a secret as a short option, which looks like nothing from outside.
 *
 * @param attached an option that the secret follows at once, such as {@code -p}
 * @param separate options whose next argument is the secret
 * @param clusters option letters that may end a cluster of flags, such as {@code u} in {@code curl -sSu}
 * @param onlyAtLogin whether all this holds behind the word {@code login} only: {@code docker run -p} is about ports
 */
record SecretPrograms(@Nullable String attached, Set<String> separate, String clusters, boolean onlyAtLogin) {
    private static final SecretPrograms SMALL_P = option("-p");
    private static final SecretPrograms ONLY_ATTACHED_P = new SecretPrograms("-p", Set.of(), "", false); // else it asks
    private static final SecretPrograms CAPITAL_P = option("-P");
    private static final SecretPrograms LDAP = option("-w");
    private static final SecretPrograms CURL =
            new SecretPrograms("-u", Set.of("-u", "--user", "-U", "--proxy-user"), "uU", false);
    private static final SecretPrograms FREERDP = new SecretPrograms("/p:", Set.of(), "", false);
    private static final SecretPrograms SNMP = announcing("-c", "-A", "-X");
    private static final SecretPrograms TSIG = announcing("-y");
    private static final SecretPrograms LOGIN = new SecretPrograms("-p", Set.of("-p"), "", true);
    private static final Map<String, SecretPrograms> BY_NAME = named(Map.ofEntries(
            Map.entry("curl", CURL),
            Map.entry("lftp", option("-u")),
            Map.entry("redis-cli", announcing("-a")),
            Map.entry("openssl", announcing("-k", "-K", "-hmac", "-psk")),
            Map.entry("etcdctl", new SecretPrograms("--user=", Set.of("--user"), "", false)),
            Map.entry("sshpass rdesktop cqlsh beeline ncftp ncftpget ncftpput rabbitmqadmin", SMALL_P),
            Map.entry("mongo mongosh mongodump mongorestore mongoexport mongoimport mongostat mongotop", SMALL_P),
            Map.entry("useradd usermod groupadd groupmod", announcing("-p")),
            Map.entry("7z 7za 7zr 7zz rar unrar", ONLY_ATTACHED_P),
            Map.entry("zip unzip sqlcmd bcp isql tsql freebcp ipmitool mosquitto_pub mosquitto_sub", CAPITAL_P),
            Map.entry(
                    "ldapsearch ldapmodify ldapadd ldapdelete ldapwhoami ldapcompare ldapmodrdn ldapexop kadmin", LDAP),
            Map.entry("ldappasswd", announcing("-w", "-s", "-a")),
            Map.entry(
                    "snmpget snmpgetnext snmpwalk snmpset snmpbulkget snmpbulkwalk snmptable snmptrap snmpinform",
                    SNMP),
            Map.entry("dig nsupdate", TSIG),
            Map.entry("xfreerdp xfreerdp3 wlfreerdp wlfreerdp3 sdl-freerdp sdl-freerdp3", FREERDP),
            Map.entry("docker podman nerdctl buildah skopeo helm oc az cf", LOGIN)));
    private static final Pattern MYSQL_NAME = Pattern.compile("(?:mysql|mariadb)[a-z_-]{0,20}");
    private static final Pattern PORTS = Pattern.compile("(?:[0-9.]{7,15}:)?[0-9]{1,5}:[0-9]{1,5}(?:/(?:tcp|udp))?");
    private static final Pattern CLUSTER = Pattern.compile("-[A-Za-z0-9#]{1,10}");

    static final SecretPrograms NONE = announcing();

    /** With the secret as its next argument or attached to it. */
    private static SecretPrograms option(String name) {
        return new SecretPrograms(name, Set.of(name), "", false);
    }

    private static SecretPrograms announcing(String... names) {
        return new SecretPrograms(null, Set.of(names), "", false);
    }

    private static Map<String, SecretPrograms> named(Map<String, SecretPrograms> byNames) {
        Map<String, SecretPrograms> byName = new HashMap<>();
        byNames.forEach((names, program) -> List.of(names.split(" ", -1)).forEach(name -> byName.put(name, program)));
        return Map.copyOf(byName);
    }

    /** The program whose options follow a word: the one it names, or else this one. */
    SecretPrograms after(String word) {
        String name = word.substring(word.lastIndexOf('/') + 1);
        if (MYSQL_NAME.matcher(name).matches()) {
            return ONLY_ATTACHED_P;
        }
        if (onlyAtLogin && word.equals("login")) {
            return new SecretPrograms(attached, separate, clusters, false);
        }
        SecretPrograms named = BY_NAME.get(name);
        // A database or a user may be called docker: what has secrets already goes on having them.
        return named == null || (named.onlyAtLogin && !equals(NONE)) ? this : named;
    }

    /** Whether the argument behind this one is a secret. */
    boolean announces(String argument) {
        return !onlyAtLogin && (separate.contains(argument) || isClusterBeforeSecret(argument));
    }

    private boolean isClusterBeforeSecret(String argument) {
        return CLUSTER.matcher(argument).matches() && clusters.indexOf(argument.charAt(argument.length() - 1)) >= 0;
    }

    /** Where the secret begins that is attached to this option, or -1. */
    int attachedAt(String argument) {
        if (onlyAtLogin || attached == null || !argument.startsWith(attached)) {
            return -1;
        }
        String secret = argument.substring(attached.length());
        return secret.isEmpty() || isPorts(secret) ? -1 : attached.length();
    }

    /** As in {@code docker run --name mongo -p 27017:27017 mongo}, where the name is that of no program. */
    static boolean isPorts(String value) {
        return PORTS.matcher(value).matches();
    }
}
