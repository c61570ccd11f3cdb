package im.hearth.push.webpush;

import im.hearth.core.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts to endpoints that anybody may have chosen: to public addresses only ({@link Addresses}), with one deadline for all of it,
 * without redirects, repetitions, cookies or proxies, and without reading what comes back.
 */
final class WebPushHttp {
    private static final Logger log = LoggerFactory.getLogger(WebPushHttp.class);

    private static final int CONNECTIONS_IN_ALL = 100;
    private static final int CONNECTIONS_PER_SERVICE = 50;
    private static final TimeValue KEPT = TimeValue.ofMinutes(1);
    private static final TimeValue TRUSTED_UNUSED = TimeValue.ofSeconds(1);

    private final Settings settings;
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "hearth-webpush-deadlines");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable Open open;

    WebPushHttp(Settings settings) {
        this.settings = settings;
    }

    private record Way(Duration timeout, boolean allowLoopback) {}

    private record Open(Way way, CloseableHttpClient client) {}

    /**
     * What came back.
     *
     * @param retryAfter the header of that name; null where there is none
     */
    record Answer(int status, @Nullable String retryAfter) {}

    /**
     * Posts a body.
     *
     * @throws Addresses.Forbidden if the endpoint is in no public network
     * @throws IOException if there is no answer in time
     */
    Answer post(URI endpoint, Map<String, String> headers, byte[] body) throws IOException {
        Open current = open();
        HttpPost request = new HttpPost(endpoint);
        headers.forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_OCTET_STREAM));
        ScheduledFuture<?> deadline =
                deadlines.schedule(request::cancel, current.way().timeout().toMillis(), TimeUnit.MILLISECONDS);
        ClassicHttpResponse response;
        try {
            response = current.client().executeOpen(HttpHost.create(endpoint), request, null);
        } finally {
            deadline.cancel(false);
        }
        Header retryAfter = response.getFirstHeader("Retry-After");
        drop(request, response);
        return new Answer(response.getCode(), retryAfter == null ? null : retryAfter.getValue());
    }

    /** The answers of push services are empty. What anybody may send without end is not read: its connection goes. */
    private static void drop(HttpPost request, ClassicHttpResponse response) {
        if (hasBody(response)) {
            request.cancel();
        }
        try {
            response.close();
        } catch (IOException e) {
            log.debug("The rest of an answer was not read", e);
        }
    }

    private static boolean hasBody(ClassicHttpResponse response) {
        HttpEntity entity = response.getEntity();
        return entity != null && entity.getContentLength() != 0;
    }

    synchronized void close() {
        deadlines.shutdownNow();
        if (open != null) {
            open.client().close(CloseMode.GRACEFUL);
            open = null;
        }
    }

    private synchronized Open open() {
        Way way = new Way(settings.get(WebPushSettings.TIMEOUT), settings.get(WebPushSettings.ALLOW_LOOPBACK));
        Open current = open;
        if (current == null || !current.way().equals(way)) {
            if (current != null) {
                current.client().close(CloseMode.GRACEFUL);
            }
            current = new Open(way, client(way));
            open = current;
        }
        return current;
    }

    private static CloseableHttpClient client(Way way) {
        Timeout timeout = Timeout.ofMilliseconds(Math.max(1, way.timeout().toMillis()));
        ConnectionConfig connections = ConnectionConfig.custom()
                .setConnectTimeout(timeout)
                .setSocketTimeout(timeout)
                .setTimeToLive(KEPT)
                .setValidateAfterInactivity(TRUSTED_UNUSED)
                .build();
        RequestConfig requests = RequestConfig.custom()
                .setConnectionRequestTimeout(timeout)
                .setResponseTimeout(timeout)
                .build();
        return HttpClientBuilder.create()
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setDefaultRequestConfig(requests)
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new Addresses(way.allowLoopback()))
                        .setMaxConnTotal(CONNECTIONS_IN_ALL)
                        .setMaxConnPerRoute(CONNECTIONS_PER_SERVICE)
                        .setDefaultConnectionConfig(connections)
                        .build())
                .build();
    }
}
