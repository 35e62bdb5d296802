package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tachograph.linux.Children;
import dev.tachograph.linux.Children.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real rsyslogd with a socket of its own, which writes all that it gets into one file. */
final class Rsyslog implements AutoCloseable {
    /** Sends numbered messages, some at once and then none for a moment; prints when each was sent, in microseconds. */
    private static final String SENDER = """
            use Socket; use Time::HiRes qw(time usleep);
            my ($path, $count, $pause) = @ARGV;
            my $s;
            socket($s, PF_UNIX, SOCK_DGRAM, 0) and connect($s, sockaddr_un($path)) or die "$path: $!";
            for my $i (0 .. $count - 1) {
                printf "%d\\n", time() * 1e6;
                defined send($s, "<30>app[7]: message $i.", 0) or die $!;
                usleep($pause) if $i % 20 == 19;
            }
            """;

    private final Children children = new Children();
    private final Path folder;
    private final Child daemon;

    private Rsyslog(Path folder) throws IOException {
        this.folder = folder;
        Path configuration = Files.writeString(folder.resolve("rsyslog.conf"), """
                global(workDirectory="%1$s")
                module(load="imuxsock" SysSock.Use="off")
                input(type="imuxsock" Socket="%2$s" RateLimit.Interval="0")
                action(type="omfile" file="%3$s" template="RSYSLOG_FileFormat")
                """.formatted(folder, socket(), log()));
        daemon = children.start(
                "/usr/sbin/rsyslogd",
                "-n",
                "-f",
                configuration.toString(),
                "-i",
                folder.resolve("pid").toString());
    }

    static Rsyslog start(Path folder) throws IOException {
        var rsyslog = new Rsyslog(folder);
        await().until(() -> Files.exists(rsyslog.socket()));
        return rsyslog;
    }

    Path log() {
        return folder.resolve("syslog");
    }

    private Path socket() {
        return folder.resolve("socket");
    }

    /** Starts to send that many messages: {@code message 0.}, {@code message 1.} … */
    Child send(int count, int pauseMicros) throws IOException {
        return children.start(
                "perl", "-e", SENDER, socket().toString(), Integer.toString(count), Integer.toString(pauseMicros));
    }

    /** Has it open its file anew. */
    void hup() throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-HUP", Integer.toString(daemon.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    @Override
    public void close() {
        children.close();
    }
}
