package im.hearth.rest;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/** A request whose body ends in a 413 as soon as it is longer than allowed, be its length announced or not. */
final class BoundedRequest extends HttpServletRequestWrapper {
    private final int most;
    private boolean unbounded;
    private @Nullable ServletInputStream bounded;

    BoundedRequest(HttpServletRequest request, int most) {
        super(request);
        this.most = most;
    }

    /** Leaves the length to whoever reads the body. */
    void unbound() {
        unbounded = true;
    }

    /**
     * Refuses a body that is announced to be too long, before anybody reads it.
     *
     * @throws Problem of kind TOO_LARGE
     */
    void check() {
        if (getContentLengthLong() > most) {
            throw tooLarge(most);
        }
    }

    /**
     * All of a body.
     *
     * @throws Problem of kind BAD_REQUEST if it ends too soon, or does not come at all
     */
    static byte[] readAll(InputStream in) {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw Problem.of(Kind.BAD_REQUEST, "The body was cut off.");
        }
    }

    private static Problem tooLarge(int most) {
        return Problem.of(Kind.TOO_LARGE, "The body is too large: " + most + " bytes at most.");
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (unbounded) {
            return super.getInputStream();
        }
        if (bounded == null) {
            check();
            bounded = new Bounded(super.getInputStream(), most);
        }
        return bounded;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    private static final class Bounded extends ServletInputStream {
        private final ServletInputStream in;
        private final int most;
        private long seen;

        Bounded(ServletInputStream in, int most) {
            this.in = in;
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = in.read(buffer, offset, length);
            count(Math.max(0, n));
            return n;
        }

        private void count(int n) {
            seen += n;
            if (seen > most) {
                throw tooLarge(most);
            }
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
