package im.hearth.rest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpServletResponseWrapper;

/** A response whose body is held back, so that it can be kept before anybody sees it. */
final class HeldResponse extends HttpServletResponseWrapper {
    /** The headers that belong to an answer; the others belong to the exchange. */
    private static final List<String> KEPT_HEADERS = List.of("Content-Type", "ETag", "Link", "Location");

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    HeldResponse(HttpServletResponse response) {
        super(response);
    }

    /** What was answered. */
    Idempotency.Answer answer() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : KEPT_HEADERS) {
            String value = getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return new Idempotency.Answer(getStatus(), headers, body.toByteArray());
    }

    /** Gives the answer. */
    void release() throws IOException {
        body.writeTo(getResponse().getOutputStream());
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return new ServletOutputStream() {
            @Override
            public void write(int b) {
                body.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                body.write(bytes, offset, length);
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new UnsupportedOperationException(
                        "The answer to a POST with an Idempotency-Key is written at once");
            }
        };
    }

    @Override
    public PrintWriter getWriter() {
        return new PrintWriter(getOutputStream(), true, StandardCharsets.UTF_8);
    }

    @Override
    public void flushBuffer() {
        // Held back until it is kept.
    }

    @Override
    public void resetBuffer() {
        body.reset();
    }

    @Override
    public void reset() {
        super.reset();
        body.reset();
    }
}
