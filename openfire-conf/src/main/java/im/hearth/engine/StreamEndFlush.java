package im.hearth.engine;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.DefaultIoFilterChainBuilder;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;

/**
 * Lets the end of a stream reach the client before the connection is closed.
 *
 * <p>The server writes {@code </stream:stream>}, or a stream error with it, and closes the session in the next line
 * (NIOConnection.close). MINA drops what is still queued then (AbstractIoSession.closeNow), so that clients that wait
 * for the end, as RFC 6120, section 4.4, tells them to, waited in vain, and nobody saw a stream error.
 */
final class StreamEndFlush extends IoFilterAdapter {
    private static final String NAME = "hearth-stream-end";

    private static final byte[] STREAM_END = "</stream:stream>".getBytes(StandardCharsets.US_ASCII);

    /** A client that does not read for so long misses the end of its stream. */
    private static final long WAIT_MILLIS = 1000;

    /** Puts it before all other filters' writes: it sees text, not TLS records. */
    static void addTo(DefaultIoFilterChainBuilder filters) {
        filters.addLast(NAME, new StreamEndFlush());
    }

    @Override
    public void filterWrite(NextFilter nextFilter, IoSession session, WriteRequest request) throws Exception {
        boolean last = request.getMessage() instanceof IoBuffer buffer && endsStream(buffer);
        super.filterWrite(nextFilter, session, request);
        if (last && !Thread.currentThread().getName().startsWith("NioProcessor")) {
            // An I/O thread would wait for itself.
            request.getFuture().await(WAIT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static boolean endsStream(IoBuffer buffer) {
        int start = buffer.limit() - STREAM_END.length;
        if (start < buffer.position()) {
            return false;
        }
        for (int i = 0; i < STREAM_END.length; i++) {
            if (buffer.get(start + i) != STREAM_END[i]) {
                return false;
            }
        }
        return true;
    }
}
