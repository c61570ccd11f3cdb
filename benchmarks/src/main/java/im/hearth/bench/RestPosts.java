package im.hearth.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Posts of messages by REST on kept-alive connections, each with one request on its way. */
final class RestPosts {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
    private static final String TEXT = "Shall we meet at the station at seven? I will bring the tickets.";

    private RestPosts() {}

    static Result run(int port, List<Account> accounts, int connections, Duration time) {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        List<Callable<long[]>> work = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Account sender = accounts.get(i % accounts.size());
            Account receiver = accounts.get((i + 1) % accounts.size());
            work.add(() -> posts(port, sender, receiver, end));
        }
        return Work.run(work, start);
    }

    private static long[] posts(int port, Account sender, Account receiver, long end) throws IOException {
        byte[] body = ("{\"receiver\":\"" + receiver.username() + "\",\"content\":\"" + TEXT + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] head = ("POST /api/messages/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Authorization: Bearer " + sender.access() + "\r\nContent-Length: " + body.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        Samples times = new Samples();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            byte[] request = Arrays.copyOf(head, head.length + body.length);
            System.arraycopy(body, 0, request, head.length, body.length);
            for (long sent = System.nanoTime(); sent < end; sent = System.nanoTime()) {
                out.write(request);
                out.flush();
                readCreated(in);
                times.add(System.nanoTime() - sent);
            }
        }
        return times.toArray();
    }

    private static void readCreated(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after: " + head);
            }
            head.append((char) next);
        }
        Matcher length = LENGTH.matcher(head);
        if (!length.find()) {
            throw new IOException("no length: " + head);
        }
        byte[] body = in.readNBytes(Integer.parseInt(length.group(1)));
        if (!head.toString().startsWith("HTTP/1.1 201")) {
            throw new IOException(head + new String(body, StandardCharsets.UTF_8));
        }
    }
}
