package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
    private static final Redactor REDACTOR = redactor("an installation's own key");

    /** Arguments are parted by two blanks; a secret stands between ⟦ and ⟧. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // options
                "app  --password  ⟦hunter2⟧",
                "app  --password=⟦hunter2⟧",
                "app  --password=⟦se,cr;et&and|more⟧",
                "app  --password=⟦$ecret⟧",
                "app  --password=⟦a pass phrase⟧",
                "app  --password=\"⟦quoted⟧\"",
                "app  --db.password=⟦x⟧  --host=db",
                "app  --password  ⟦-starts-with-dash⟧",
                "app  --api-key  ⟦abc⟧  --verbose",
                "app  --client-secret=⟦abc⟧",
                "app  --pass  ⟦abc⟧",
                "app  -token  ⟦abc⟧",
                "vault  login  -token=⟦abc⟧",
                "kubeadm  join  --token  ⟦abcdef.0123456789abcdef⟧  --discovery-token-ca-cert-hash  sha256:1234",
                "java  -Dspring.datasource.password=⟦abc⟧  -jar  app.jar",
                "java  -DclientSecret=⟦abc⟧  -jar  app.jar",
                "plink  -pw  ⟦abc⟧  host",
                "app  --pw  ⟦abc⟧  --pw=⟦abc⟧  --pwd  ⟦abc⟧  --passwd  ⟦abc⟧  --passwd=⟦abc⟧  -passwd  ⟦abc⟧",
                "app  --dbpass  ⟦abc⟧  --rootpw=⟦abc⟧  --dbpwd=⟦abc⟧",
                "redis-server  --requirepass  ⟦abc⟧  --masterauth  ⟦abc⟧",
                "keytool  -storepass  ⟦abc⟧  -keypass  ⟦abc⟧  -list",
                "pdftotext  -upw  ⟦abc⟧  -opw  ⟦abc⟧  a.pdf",
                "env  DBPASS=⟦abc⟧  app",
                "curl  --oauth2-bearer  ⟦abc⟧  https://example.org",
                // variables
                "env  PGPASSWORD=⟦abc⟧  psql",
                "env  MYSQL_PWD=⟦a=b⟧  mysql",
                "docker  run  -e  API_TOKEN=⟦a b c⟧  img",
                "docker  run  -eDB_PASSWORD=⟦abc⟧  img",
                "kubectl  create  secret  generic  x  --from-literal=password=⟦a,b⟧",
                "env  AWS_SECRET_ACCESS_KEY=⟦wJalrXUtnFEMI/K7MDENG⟧  aws",
                // URLs
                "psql  postgres://app:⟦hunter2⟧@db/app",
                "psql  postgres://app:⟦hun@ter2⟧@db/app",
                "psql  postgres://app:⟦hun/ter2⟧@db/app",
                "redis-cli  -u  redis://:⟦hunter2⟧@cache:6379/0",
                "git  clone  https://oauth2:⟦ghp_0123456789abcdefghijABCDEFGHIJ012345⟧@github.com/x/y",
                "curl  https://example.org/?user=a&token=⟦abc⟧&page=2",
                "curl  https://example.org/?access_token=⟦a;b⟧",
                "app  jdbc:mysql://db/x?user=a&password=⟦b;c⟧&ssl=true",
                "app  jdbc:sqlserver://db;user=sa;password=⟦a&b⟧;encrypt=true",
                "app  Server=db;Uid=sa;Pwd=⟦a&b⟧;Database=x",
                // headers
                "curl  -H  Authorization: Bearer ⟦abcdefgh12345678⟧  https://example.org",
                "curl  -H  Authorization: Basic ⟦dXNlcjpwYXNz⟧  https://example.org",
                "curl  -H  authorization: ⟦AWS4-HMAC-SHA256 Credential=x, Signature=y⟧",
                "curl  -H  Authorization: Digest ⟦username=\"a\", response=\"b\"⟧",
                "curl  -H  Cookie: ⟦session=abc; other=def⟧",
                "curl  -H  X-Api-Key: ⟦abc⟧",
                "curl  -H  X-Vault-Token:⟦abc⟧",
                "curl  -H  PRIVATE-TOKEN: ⟦glpat-abcdefghij0123456789⟧",
                // programs with short options
                "mysql  -uroot  -p⟦hunter2⟧  db",
                "/usr/bin/mysqldump  -p⟦hunter2⟧",
                "sudo  -u  x  mysql  -p⟦hunter2⟧",
                "curl  -u  ⟦user:pass⟧  https://example.org",
                "curl  -sSu  ⟦user:pass⟧  https://example.org",
                "curl  -u⟦user:pass⟧  https://example.org",
                "sshpass  -p  ⟦hunter2⟧  ssh  host",
                "sshpass  -p⟦hunter2⟧  ssh  host",
                "redis-cli  -a  ⟦hunter2⟧  ping",
                "ldapsearch  -x  -D  cn=admin  -w  ⟦hunter2⟧",
                "unzip  -P  ⟦hunter2⟧  a.zip",
                "7z  x  -p⟦hunter2⟧  a.7z",
                "7zz  x  -p⟦hunter2⟧  a.7z",
                "mysql  -uroot  -p⟦my-secret⟧  db",
                "mongosh  -u  me  -p  ⟦hunter2⟧  db",
                "mongodump  -u  me  -p⟦hunter2⟧",
                "docker  login  -u  me  -p  ⟦hunter2⟧  registry:5000",
                "/usr/bin/podman  --log-level=debug  login  -u  me  -p⟦hunter2⟧",
                "helm  registry  login  -u  me  -p  ⟦hunter2⟧  registry",
                "az  login  --service-principal  -u  me  -p  ⟦hunter2⟧",
                "sudo  docker  exec  -it  db  mysql  -uroot  -p⟦hunter2⟧",
                "mysql  -u  docker  -p⟦hunter2⟧",
                "useradd  -m  -p  ⟦$6$salt$hash⟧  me",
                "cqlsh  -u  me  -p  ⟦hunter2⟧  host",
                "rabbitmqadmin  -u  me  -p  ⟦hunter2⟧  list  queues",
                "rdesktop  -u  me  -p  ⟦hunter2⟧  host",
                "lftp  -u  ⟦me,hunter2⟧  host",
                "isql  -U  sa  -P  ⟦hunter2⟧  -S  host",
                "openssl  enc  -aes-256-cbc  -k  ⟦hunter2⟧  -in  a",
                "snmpwalk  -v2c  -c  ⟦hunter2⟧  host",
                "snmpget  -v3  -u  me  -A  ⟦hunter2⟧  -X  ⟦hunter3⟧  host",
                "ldappasswd  -x  -w  ⟦hunter2⟧  -s  ⟦hunter3⟧  uid=me",
                "nsupdate  -y  ⟦hmac-sha256:key:c2VjcmV0⟧",
                "etcdctl  --user=⟦root:hunter2⟧  get  x",
                "etcdctl  --user  ⟦root:hunter2⟧  get  x",
                "sh  -c  docker login -u me -p ⟦hunter2⟧ && docker run -p 80:80 img",
                "openssl  rsa  -passin  pass:⟦hunter2⟧",
                "xfreerdp  /u:me  /p:⟦hunter2⟧  /v:host",
                "net  use  /password:⟦hunter2⟧",
                // scripts
                "sh  -c  mysql -uroot -p⟦hunter2⟧ db",
                "sh  -c  curl -u ⟦user:pass⟧ https://example.org | jq .",
                "sh  -c  export TOKEN=⟦abc⟧; run --token ⟦abc⟧ --fast",
                "sh  -ec  app --password '⟦a b⟧' --host x",
                "sh  -c  app --password \\\n ⟦abc⟧",
                "bash  -lc  PGPASSWORD=\"⟦a b⟧\" psql -h db",
                "sh  -c  curl -H \"Authorization: Bearer ⟦abcdefgh1234⟧\" https://example.org",
                "sh  -c  curl -H 'Cookie: ⟦a=b; c=d⟧' https://example.org",
                "sh  -c  echo '$HOME' && app --password '⟦$ecret⟧' --token='⟦$ecret⟧'",
                "ssh  host  app --password=⟦abc⟧ --host x",
                "curl  -d  {\"user\": \"x\", \"password\": \"⟦a\\\"b⟧\", \"page\": 1}",
                "sh  -c  curl -d \"{\\\"password\\\":\\\"⟦abc⟧\\\",\\\"a\\\":1}\" x",
                "ansible  -e  user: x, password: ⟦abc⟧",
                "mount  -t  cifs  -o  username=x,password=⟦abc⟧,vers=3.0",
                // tokens that give themselves away
                "app  ⟦AKIAIOSFODNN7EXAMPLE⟧",
                "app  ⟦ghp_0123456789abcdefghijABCDEFGHIJ012345⟧",
                "app  --x=⟦xoxb-1234567890-abcdefghij⟧",
                "app  ⟦eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P⟧",
                "app  -----BEGIN RSA PRIVATE KEY-----⟦\nMIIEow==\n⟧-----END RSA PRIVATE KEY-----",
                // with the quotes of a value
                "app  --key-password='⟦abc⟧'",
            })
    void aSecretIsHiddenAndNothingElse(String line) {
        List<String> arguments = List.of(line.replaceAll("[⟦⟧]", "").split("  ", -1));
        String expected = line.replace("  ", " ").replaceAll("(?s)⟦.*?⟧", "*");
        assertThat(stars(REDACTOR.redact(arguments))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app  --token-file=/run/token  --password-file  /run/secrets/db",
                "app  --tokenizer=bpe  tokenizer=bpe  --tokenizer  bpe",
                "vllm  --max-tokens=4096  --max-num-batched-tokens  8192  max_tokens=10",
                "docker  login  --password-stdin  registry:5000",
                "docker  run  -v  /run/secrets/db_password:/run/x  -p  80:80  img",
                "psql  --no-password  -h  db",
                "app  --password  --host  db",
                "app  --token  -v",
                "app  --use-token=true  --password=false  --secret=none",
                "gpg  --passphrase-fd  0",
                "kube-apiserver  --authorization-mode=Node,RBAC  --service-account-signing-key-file=/etc/x",
                "app  --secret-name=db  --token-ttl=5m  --password-policy=strict  --token-url=https://x/y",
                "app  passwordless=1  secretary=bob  PWD=/root  OLDPWD=/tmp",
                "app  --credentials=/etc/x.json  --credentials-file  /etc/x.json",
                "cat  /etc/secrets/token  /home/a/.password-store/x",
                "http://host:8080/path@x  https://[::1]:7070/  git@github.com:org/repo.git",
                "curl  --cookie-jar  /tmp/jar  https://example.org/?q=token",
                "sh  -c  mysql --password=$PW -p\"$PW\" && app --token ${TOKEN} --secret \"$(cat /run/x)\"",
                "sh  -c  echo --password; rm -rf /tmp/x",
                "mysql  -uroot  -p  db",
                "mysqld_safe  --port=3306",
                "app  --passphrase=",
                "perl  -e  print Token::new",
                "ps  -p  1",
                "mkdir  -p  /a/b",
                "/bin/login  -p  --",
                "docker  run  -d  --name  mongo  -p  27017:27017  mongo:7",
                "docker  run  --name  mysql  -p3306:3306  -p  127.0.0.1:33060:33060/tcp  mysql:8",
                "docker  compose  -p  shop  up  -d",
                "docker  login  --password-stdin  -u  me  registry:5000",
                "podman  ps  -p",
                "helm  install  -p  x  chart",
                "mongod  --port  27017  --dbpath  /data",
                "mongosh  -u  me  -p  --authenticationDatabase  admin",
                "az  vm  list  -p  x",
                "nmap  -p  22,80  host",
                "scp  -P  22  a  host:",
                "snmpd  -c  /etc/snmp/snmpd.conf",
                "openssl  req  -key  /etc/x.key  -keyout  /etc/y.key",
                "openssl  s_client  -connect  host:443",
                "groupadd  -g  7  staff",
                "app  --bypass  x  --compass=north  --passive  yes  --passes=3  --bypass-cache=1  --passthrough=all",
                "app  --pwm=3  --spawn  x  --httpwait=3",
                "keepass  a.kdbx",
                "ssh  -p  22  host",
                "",
            })
    void whatOnlySoundsLikeASecretStaysReadable(String line) {
        List<String> arguments = List.of(line.split("  ", -1));
        assertThat(REDACTOR.redact(arguments)).isEqualTo(arguments);
    }

    @Test
    void theSameSecretHasTheSameMarkWhereverItStands() {
        String mark = mark("hunter2");
        assertThat(mark).matches("‹redacted:[0-9a-f]{8}›");
        assertThat(REDACTOR.redact(List.of("mysql", "-phunter2"))).containsExactly("mysql", "-p" + mark);
        assertThat(REDACTOR.redact(List.of("x", "postgres://a:hunter2@h/d")))
                .containsExactly("x", "postgres://a:" + mark + "@h/d");
        assertThat(REDACTOR.redact(List.of("sh", "-c", "app --password 'hunter2'")))
                .containsExactly("sh", "-c", "app --password '" + mark + "'");
        assertThat(mark("hunter3")).isNotEqualTo(mark);
    }

    @Test
    void anotherInstallationHasOtherMarks() {
        var other = redactor("another installation");
        assertThat(other.redact(List.of("--password", "hunter2"))).isNotEqualTo(List.of("--password", mark("hunter2")));
    }

    @Test
    void aKeyThatCanBeGuessedIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Redaction(new byte[15], List.of()))
                .withMessageContaining("15");
    }

    private static Redactor redactor(String key, String... ownPatterns) {
        return new Redaction(key.getBytes(UTF_8), List.of(ownPatterns)).commandLines();
    }

    private static String mark(String secret) {
        return REDACTOR.redact(List.of("--password", secret)).getLast();
    }

    private static String stars(List<String> arguments) {
        return String.join(" ", arguments).replaceAll("‹redacted:[0-9a-f]{8}›", "*");
    }
}
