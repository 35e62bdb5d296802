package dev.tachograph.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A connection on which a test sends what it wants, byte by byte. */
record RawConnection(InputStream in, OutputStream out, AutoCloseable whole) implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 40_000;
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
    private static final Pattern CHUNKED = Pattern.compile("(?i)\r\ntransfer-encoding: *chunked");

    static RawConnection overTls(SSLContext trusting, String host, int port) throws IOException {
        SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket(host, port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new RawConnection(socket.getInputStream(), socket.getOutputStream(), socket);
    }

    static RawConnection overSocket(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return new RawConnection(Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
    }

    /** Sends all of it, or as much as the other side takes before it has enough. */
    void send(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException _) {
            // it answered before it had read everything, and what it said can still be read
        }
    }

    void send(String text) {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The next answer, its head and its body; empty where the connection ends without one. */
    String answer() throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = read();
            if (next < 0) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        Matcher length = LENGTH.matcher(text);
        if (length.find()) {
            return text + new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8);
        }
        return CHUNKED.matcher(text).find() ? text + chunks() : text;
    }

    private String chunks() throws IOException {
        var body = new StringBuilder();
        int size;
        do {
            var line = new StringBuilder();
            for (int next = read(); next >= 0 && next != '\n'; next = read()) {
                line.append((char) next);
            }
            size = Integer.parseInt(line.toString().strip(), 16);
            body.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
            in.readNBytes(2);
        } while (size > 0);
        return body.toString();
    }

    /** A connection that is reset has ended. */
    private int read() throws IOException {
        try {
            return in.read();
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException _) {
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            whole.close();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
