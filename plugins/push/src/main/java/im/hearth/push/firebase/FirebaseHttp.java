package im.hearth.push.firebase;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * What the SDK speaks HTTP through: the JDK's client, which has HTTP/2 (many pushes on one connection), the machine's proxies, and
 * one deadline for a whole answer. It follows no redirects.
 */
final class FirebaseHttp extends HttpTransport {
    private static final String FIREBASE = "https://fcm.googleapis.com/";
    private static final int UNAVAILABLE = 503;

    private final HttpClient client;
    private final Duration timeout;
    private final String instead;

    /**
     * A transport.
     *
     * @param timeout to connect, and then to answer
     * @param instead as in {@link FirebaseSettings#URL}
     */
    FirebaseHttp(Duration timeout, String instead) {
        this.timeout = timeout;
        this.instead = instead;
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** 503: the SDK would sleep and send again in the thread that waits, but repeating is the queue's. */
    static final class Away extends IOException {
        private final HttpResponse<byte[]> response;

        Away(HttpResponse<byte[]> response) {
            super("503 Service Unavailable");
            this.response = response;
        }

        /** The header {@code Retry-After}; empty where there is none. */
        String retryAfter() {
            return response.headers().firstValue("Retry-After").orElse("");
        }
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) {
        boolean moved = !instead.isEmpty() && url.startsWith(FIREBASE);
        String address = moved ? instead + url.substring(FIREBASE.length() - 1) : url;
        return new Request(method, HttpRequest.newBuilder(URI.create(address)).timeout(timeout));
    }

    private final class Request extends LowLevelHttpRequest {
        private final String method;
        private final HttpRequest.Builder builder;

        Request(String method, HttpRequest.Builder builder) {
            this.method = method;
            this.builder = builder;
        }

        @Override
        public void addHeader(String name, String value) {
            builder.header(name, value);
        }

        @Override
        public LowLevelHttpResponse execute() throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            if (getStreamingContent() != null) {
                getStreamingContent().writeTo(body);
            }
            if (getContentType() != null) {
                builder.header("Content-Type", getContentType());
            }
            if (getContentEncoding() != null) {
                builder.header("Content-Encoding", getContentEncoding());
            }
            builder.method(method, HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()));
            HttpResponse<byte[]> response;
            try {
                response = client.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("Interrupted").initCause(e);
            }
            if (response.statusCode() == UNAVAILABLE) {
                throw new Away(response);
            }
            return new FirebaseResponse(response);
        }
    }
}
