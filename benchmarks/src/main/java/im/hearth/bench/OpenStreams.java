package im.hearth.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Event streams that are open all at once, one for each account, and read by one thread. */
final class OpenStreams implements AutoCloseable {
    /** How a stream is asked for. */
    enum Kind {
        SSE("/api/events/", ""),
        WEB_SOCKET("/api/ws/", """
                Connection: Upgrade\r
                Upgrade: websocket\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                """);

        private final String path;
        private final String headers;

        Kind(String path, String headers) {
            this.path = path;
            this.headers = headers;
        }
    }

    private static final int PATIENCE_SECONDS = 60;

    /** What {@link #stamp} makes. Frames of a WebSocket come as they are: nobody asked for compression. */
    private static final Pattern STAMP = Pattern.compile("\"sent (\\d+) to (\\d+) end\"");

    /** The first event of a stream, as each of the doors puts it. */
    private static final Pattern READY = Pattern.compile("event: ready|\"type\":\"ready\"");

    private final Selector selector = Selector.open();
    private final List<Stream> streams = new ArrayList<>();
    private final CountDownLatch opening;
    private final Thread thread = new Thread(this::read, "bench-streams");
    private volatile Samples samples = new Samples();
    private volatile @Nullable IOException failure;

    private static final class Stream {
        private final int number;
        private final SocketChannel channel;
        private final StringBuilder pending = new StringBuilder();
        private boolean ready;

        Stream(int number, SocketChannel channel) {
            this.number = number;
            this.channel = channel;
        }
    }

    /** Opens them, and returns when all are ready. */
    OpenStreams(Kind kind, int port, List<Account> accounts) throws IOException, InterruptedException {
        opening = new CountDownLatch(accounts.size());
        for (Account account : accounts) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            String request = "GET " + kind.path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nAuthorization: Bearer "
                    + account.access() + "\r\n" + kind.headers + "\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            channel.configureBlocking(false);
            Stream stream = new Stream(streams.size(), channel);
            streams.add(stream);
            channel.register(selector, SelectionKey.OP_READ, stream);
        }
        thread.setDaemon(true);
        thread.start();
        if (!opening.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException(opening.getCount() + " streams did not open", failure);
        }
    }

    /** The text of a message to the account of that number, from which the time until it arrives is read. */
    static String stamp(int receiver) {
        return "sent " + System.nanoTime() + " to " + receiver + " end";
    }

    /** The times of all stamps that came since the last call. */
    Latencies taken() throws IOException {
        IOException broken = failure;
        if (broken != null) {
            throw broken;
        }
        Samples taken = samples;
        samples = new Samples();
        return Latencies.of(List.of(taken.toArray()));
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            while (selector.isOpen()) {
                selector.select(key -> {
                    try {
                        read((Stream) key.attachment(), buffer);
                    } catch (IOException e) {
                        failure = e;
                        key.cancel();
                    }
                });
            }
        } catch (IOException e) {
            failure = e;
        } catch (java.nio.channels.ClosedSelectorException closed) {
            // That is the end.
        }
    }

    private void read(Stream stream, ByteBuffer buffer) throws IOException {
        buffer.clear();
        boolean ended = stream.channel.read(buffer) < 0;
        long now = System.nanoTime();
        if (ended) {
            throw new IOException("a stream ended: " + stream.pending);
        }
        stream.pending.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
        if (!stream.ready && READY.matcher(stream.pending).find()) {
            stream.ready = true;
            opening.countDown();
        }
        Matcher stamp = STAMP.matcher(stream.pending);
        int end = 0;
        while (stamp.find()) {
            end = stamp.end();
            if (Integer.parseInt(stamp.group(2)) == stream.number) {
                samples.add(now - Long.parseLong(stamp.group(1)));
            }
        }
        // A stamp may have come in part.
        stream.pending.delete(0, Math.max(end, stream.ready ? stream.pending.length() - 100 : 0));
    }

    @Override
    public void close() throws IOException {
        selector.close();
        for (Stream stream : streams) {
            stream.channel.close();
        }
    }
}
