package im.hearth.media;

import java.io.IOException;
import java.io.InputStream;
import javax.servlet.AsyncContext;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends content as fast as its reader takes it (Servlet 3.1, section 5.7): no thread of the web port waits for a slow one. */
final class Sending implements WriteListener {
    private static final int BUFFER = 64 * 1024;

    /** The web port ends connections on which nothing moves. */
    private static final int NO_TIMEOUT = 0;

    private static final Logger log = LoggerFactory.getLogger(Sending.class);

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];

    private Sending(AsyncContext context, ServletOutputStream out, InputStream in) {
        this.context = context;
        this.out = out;
        this.in = in;
    }

    /** Begins to send; the content is closed at its end. */
    static void start(HttpServletRequest request, ServletOutputStream out, InputStream in) {
        AsyncContext context = request.startAsync();
        context.setTimeout(NO_TIMEOUT);
        out.setWriteListener(new Sending(context, out, in));
    }

    @Override
    public void onWritePossible() throws IOException {
        while (out.isReady()) {
            int n = in.read(buffer);
            if (n < 0) {
                end();
                return;
            }
            out.write(buffer, 0, n);
        }
    }

    @Override
    public void onError(Throwable failure) {
        log.debug("A file was not sent to its end", failure);
        end();
    }

    private void end() {
        try {
            in.close();
        } catch (IOException e) {
            log.debug("The content of a file does not close", e);
        }
        context.complete();
    }
}
