package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageRedactorTest {
    private static final Redaction REDACTION = new Redaction("an installation's own key".getBytes(UTF_8), List.of());
    private static final MessageRedactor REDACTOR = REDACTION.messages();

    /** A secret stands between ⟦ and ⟧. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // URLs
                "could not connect to postgres://app:⟦hunter2⟧@db:5432/app: timeout",
                "fetching https://user:⟦p%40ss⟧@example.org/x and redis://:⟦hunter2⟧@cache:6379/0",
                "fatal: unable to access 'https://oauth2:⟦glpat-abcdefghij0123456789⟧@gitlab.com/a/b.git/'",
                "10.0.0.1 - - [26/Nov/2026:03:12:00 +0000] \"GET /login?user=a&password=⟦hunter2⟧&x=1 HTTP/1.1\" 200 12",
                "GET https://account.blob.core.windows.net/c/b?sv=2022-11-02&sig=⟦Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MA%3D%3D⟧&se=1",
                "posting to https://hooks.slack.com/services/⟦T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX⟧ failed",
                // headers
                "> Authorization: Bearer ⟦abc⟧",
                "request headers: {Host: x, Authorization: Basic ⟦dXNlcjpwYXNz⟧, Accept: */*}",
                "Proxy-Authorization: Basic ⟦dXNlcjpwYXNz⟧",
                "authorization=Bearer ⟦abcdefgh12345678⟧",
                "Authorization: Digest ⟦username=a, response=b⟧",
                "Authorization: ⟦AWS4-HMAC-SHA256 Credential=x, Signature=y⟧",
                "< Set-Cookie: ⟦sid=0123456789abcdef; Path=/; HttpOnly⟧",
                "Cookie: ⟦JSESSIONID=0123456789abcdef; a=b⟧",
                "sending bearer ⟦abcdef0123456789abcdef⟧ to upstream",
                "upstream said no to Bearer ⟦YWJjZGVmZ2hpamtsbW5vcHFyc3R1⟧.",
                "X-Api-Key: ⟦0123456789abcdef⟧",
                // names
                "login with password=⟦hunter2⟧ failed",
                "login with password=⟦swordfish⟧ failed",
                "connecting (user=app, password=⟦hunter2⟧, host=db)",
                "new password: ⟦hunter2⟧",
                "passwd: ⟦swordfish⟧",
                "generated root password: ⟦xK9#mm2!⟧, keep it",
                "DB_PASSWORD='⟦a b⟧' is set",
                "{\"user\": \"x\", \"password\": \"⟦hunter2⟧\", \"page\": 1}",
                "{\"user\":\"x\",\"password\":\"⟦a\\\"b⟧\",\"page\":1}",
                "body={\\\"password\\\":\\\"⟦hunter2⟧\\\"}",
                "{'access_token': '⟦abcdef⟧', 'expires_in': 3600}",
                "refreshed, token=⟦abcdef⟧ ttl=3600",
                "token: ⟦0123456789abcdef⟧",
                "api_key=⟦abcdef0123⟧ used",
                "aws_secret_access_key = ⟦wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY⟧",
                "using secret access key: ⟦wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY⟧",
                "session id: ⟦0123456789abcdef0123⟧",
                "session_id=⟦0123456789abcdef0123⟧ opened",
                "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=⟦Zm9vYmFyYmF6cXV4==⟧;EndpointSuffix=core.windows.net",
                "Endpoint=sb://x/;SharedAccessKeyName=Root;SharedAccessKey=⟦Zm9vYmFyYmF6cXV4=⟧",
                // tokens that give themselves away
                "assumed role with ⟦AKIAIOSFODNN7EXAMPLE⟧",
                "pushed with ⟦ghp_0123456789abcdefghijABCDEFGHIJ012345⟧",
                "⟦github_pat_0123456789abcdefghij_ABCDEFGHIJ⟧ has expired",
                "using ⟦glpat-abcdefghij0123456789⟧",
                "⟦xoxb-1234567890-abcdefghij⟧: invalid_auth",
                "Invalid API Key provided: ⟦sk_live_0123456789abcdefghijklmn⟧",
                "stripe ⟦rk_test_0123456789abcdefghijklmn⟧",
                "//registry.npmjs.org/ ⟦npm_0123456789abcdefghijABCDEFGHIJ012345⟧",
                "API key ⟦AIzaSyA-0123456789abcdefghijklmnopqrstu⟧ not valid",
                "access ⟦ya29.a0AfH6SMB0123456789abcdef⟧",
                "jwt ⟦eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P⟧ expired",
                // keys
                "-----BEGIN OPENSSH PRIVATE KEY-----⟦\nb3BlbnNzaC1rZXk=\n⟧-----END OPENSSH PRIVATE KEY-----\nloaded",
                "{\"private_key\": \"⟦-----BEGIN PRIVATE KEY-----\\nMIIEow==\\n-----END PRIVATE KEY-----\\n⟧\"}",
                "-----BEGIN PGP PRIVATE KEY BLOCK-----⟦\nxyz\n⟧-----END PGP PRIVATE KEY BLOCK-----",
                // statements
                "LOG:  statement: ALTER ROLE app WITH PASSWORD '⟦hunter2⟧';",
                "Query\tCREATE USER 'a'@'%' IDENTIFIED BY '⟦hunter2⟧'",
                "[Note] A temporary password is generated for root@localhost: ⟦aB3;xyz!⟧",
                // commands
                "alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/mysql -uroot -p⟦hunter2⟧ db",
                "(root) CMD (curl -sSu ⟦user:pass⟧ https://example.org/ping)",
                "(root) CMD (/opt/backup.sh --password ⟦swordfish⟧ >/dev/null 2>&1)",
                "exec: app --api-key ⟦abc123⟧ --verbose",
            })
    void aSecretIsHiddenAndNothingElse(String line) {
        String message = line.replaceAll("[⟦⟧]", "");
        assertThat(stars(REDACTOR.redact(message))).isEqualTo(line.replaceAll("(?s)⟦.*?⟧", "*"));
    }

    /** As they stand in the journals of hosts, with names and numbers changed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "password for root changed",
                "password for 'root' changed by 'root'",
                "Accepted password for user from 10.0.0.1 port 40022 ssh2",
                "Accepted publickey for git from 10.0.0.1 port 22 ssh2: ED25519 SHA256:jPpVfOZb1uRzyUUm3mWkHyA4YRLbTzKrTeSlXvAxnVs",
                "Failed password for invalid user admin from 203.0.113.9 port 51234 ssh2",
                "Failed none for invalid user admin from 203.0.113.9 port 51234 ssh2",
                "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.9  user=root",
                "pam_unix(passwd:chauthtok): password changed for alice",
                "pam_unix(sudo:auth): conversation failed",
                "pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)",
                "pam_unix(sshd:auth): check pass; user unknown",
                "PAM 2 more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.9",
                "error: maximum authentication attempts exceeded for root from 203.0.113.9 port 4 ssh2 [preauth]",
                "alice : 3 incorrect password attempts ; TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/ls -p /root",
                "bob : TTY=unknown ; PWD=/ ; USER=root ; COMMAND=/bin/mkdir -p /a/b",
                "(root) CMD (   cd / && run-parts --report /etc/cron.hourly)",
                "New session 42 of user root.",
                "Removed session c2.",
                "Session 17 logged out. Waiting for processes to exit.",
                "token: expired",
                "token: expired, please log in again",
                "Token is invalid",
                "invalid token: not found",
                "unexpected token: }",
                "Unexpected token < in JSON at position 0",
                "syntax error near unexpected token `newline'",
                "error reading password: permission denied",
                "password: required",
                "Password:",
                "password: ********",
                "password=<hidden> user=x",
                "password=[FILTERED]",
                "password=${DB_PASSWORD}",
                "{\"password\": null, \"token\": \"[REDACTED]\", \"max_tokens\": 4096}",
                "password=changed uid=1000",
                "Password authentication is disabled to avoid man-in-the-middle attacks.",
                "FATAL:  password authentication failed for user \"app\"",
                "Started Dispatch Password Requests to Console Directory Watch.",
                "systemd-ask-password-wall.path: Succeeded.",
                "TLS: Username/Password authentication succeeded for username 'x'",
                "Basic settings loaded",
                "basic auth: enabled",
                "bearer of bad news",
                "Bearer authentication is not configured",
                "<info>  [modem0/bearer3] bearer /org/freedesktop/ModemManager1/Bearer/0: couldn't start network",
                "authorization: denied for user bob",
                "polkit authorization: failed",
                "Operator of unix-session:1 successfully authenticated as unix-user:alice to gain ONE-SHOT authorization",
                "cookie: not found",
                "Registered Authentication Agent for unix-session:1 (system bus name :1.36, object path /org/x, locale C)",
                "prompt_tokens=512 completion_tokens: 77 total_tokens=589 tokens/s: 12.3",
                "tests: pass: 312, fail: 2, pass=12",
                "key: value",
                "keys: 1024, hits: 99, misses: 3",
                "keyspace: db0:keys=12,expires=0,avg_ttl=0",
                "primary key: id",
                "foreign key: fk_orders_customer_2024_11_26",
                "duplicate key value violates unique constraint \"users_pkey\"",
                "Key (id)=(42) already exists.",
                "merge branch at 1234567890abcdef1234567890abcdef12345678",
                "commit 21e08a9 deployed, image sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "request 550e8400-e29b-41d4-a716-446655440000 done",
                "payload SGVsbG8gd29ybGQsIHRoaXMgaXMgaGFybWxlc3M= received",
                "Assembly System.Core, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089",
                "audit: type=1326 auid=1000 ses=4 subj=unconfined pid=77 comm=\"x\" exe=\"/usr/bin/x\" sig=31 arch=c000003e",
                "traps: node[77] trap int3 ip:7f00 sp:7ffd error:0 sig=11",
                "Main process exited, code=killed, status=9/KILL",
                "signature: RSA-SHA256",
                "signature=valid",
                "MountVolume.SetUp failed for volume \"x\" : secret \"db-credentials\" not found",
                "references non-existent secret key: ca.crt",
                "reading token file: /var/run/secrets/kubernetes.io/serviceaccount/token",
                "secret: /run/secrets/db",
                "Loading credentials from /etc/app/credentials.json",
                "use --password to set a password",
                "unknown option --token for app",
                "GPG passphrase cache ttl=600",
                "usb 1-1: New USB device found, idVendor=046d, idProduct=c31c, bcdDevice=64.00",
                "usb 1-1: Product: USB Keyboard",
                "[UFW BLOCK] IN=eth0 OUT= MAC=00:00:5e:00:53:01:08:00 SRC=203.0.113.9 DST=10.0.0.2 LEN=44 PROTO=TCP SPT=4 DPT=23",
                "listening on http://0.0.0.0:8080/ and https://[::1]:8443/path@v1",
                "proxying http://10.0.0.1:9200/ for bob@example.org",
                "connect to git@github.com:org/repo.git",
                "10.0.0.1 - - [26/Nov/2026:03:12:00 +0000] \"GET /assets/tokenizer.js?v=12 HTTP/1.1\" 200 512 \"-\" \"curl/8.5.0\"",
                "10.0.0.1 - - [26/Nov/2026:03:12:00 +0000] \"POST /api/session HTTP/1.1\" 201 5 \"https://example.org/?q=password\"",
                "checkpoint complete: wrote 512 buffers (3.1%); 0 WAL file(s) added; write=12.3 s, sync=0.1 s; lsn=0/1A2B3C4D",
                "risk-assessment: task-runner finished, disk-usage=81%",
                "DHCPACK of 10.0.0.7 from 10.0.0.1",
                "msg.password_policy=strict password_min_length=12",
                "x509: certificate has expired or is not yet valid: current time 2026-11-26T03:12:00Z is after 2026-11-25",
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
                "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
            })
    void aHarmlessMessageIsNotTouched(String message) {
        assertThat(REDACTOR.redact(message)).isSameAs(message);
    }

    @Test
    void theSameSecretHasTheSameMarkInMessagesAndCommandLines() {
        String mark = REDACTION
                .commandLines()
                .redact(List.of("--password", "hunter2"))
                .getLast();
        assertThat(REDACTOR.redact("new password: hunter2")).isEqualTo("new password: " + mark);
        assertThat(REDACTOR.redact("at postgres://a:hunter2@h/d")).isEqualTo("at postgres://a:" + mark + "@h/d");
        assertThat(REDACTOR.commandLine("mysql -uroot -phunter2")).isEqualTo("mysql -uroot -p" + mark);
        assertThat(REDACTOR.commandLine("mysql -uroot -phunter2")).isEqualTo("mysql -uroot -p" + mark);
    }

    private static String stars(String message) {
        return message.replaceAll("‹redacted:[0-9a-f]{8}›", "*");
    }
}
