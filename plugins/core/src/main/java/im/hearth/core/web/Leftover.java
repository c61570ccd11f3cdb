package im.hearth.core.web;

import java.io.IOException;
import java.io.InputStream;
import javax.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client still sends of a body that was refused. */
public final class Leftover {
    private static final Logger log = LoggerFactory.getLogger(Leftover.class);

    /** How much of it is read to its end. */
    private static final int MOST = 4 * 1024 * 1024;

    private Leftover() {}

    /** Reads the rest of a body, unless it is much, so that its sender sees the answer and no reset. */
    public static void drain(HttpServletRequest request) {
        if (request.getContentLengthLong() > MOST) {
            return;
        }
        try {
            InputStream in = request.getInputStream();
            byte[] buffer = new byte[8192];
            for (int seen = 0, n = 0; seen < MOST && n >= 0; seen += n) {
                n = in.read(buffer);
            }
        } catch (IOException e) {
            log.debug("The rest of a body did not come", e);
        }
    }
}
