package im.hearth.phoneauth.sms;

import com.twilio.http.NetworkHttpClient;
import java.net.URI;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** The SDK's own HTTP client, with our timeout, without repetitions, and maybe through a gateway. */
final class TwilioHttp extends NetworkHttpClient {
    private static final int CONNECTIONS = 20;
    private static final TimeValue KEPT = TimeValue.ofMinutes(1);
    private static final TimeValue TRUSTED_UNUSED = TimeValue.ofSeconds(1);

    private TwilioHttp(HttpClientBuilder builder) {
        super(builder);
    }

    static TwilioHttp of(TwilioAccount account) {
        Timeout timeout = Timeout.ofMilliseconds(Math.max(1, account.timeout().toMillis()));
        RequestConfig config = RequestConfig.custom()
                .setConnectionRequestTimeout(timeout)
                .setResponseTimeout(timeout)
                .build();
        ConnectionConfig connections = ConnectionConfig.custom()
                .setConnectTimeout(timeout)
                .setSocketTimeout(timeout)
                .setTimeToLive(KEPT)
                .setValidateAfterInactivity(TRUSTED_UNUSED)
                .build();
        HttpClientBuilder builder = HttpClientBuilder.create()
                .useSystemProperties()
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .useSystemProperties()
                        .setMaxConnPerRoute(CONNECTIONS)
                        .setMaxConnTotal(CONNECTIONS)
                        .setDefaultConnectionConfig(connections)
                        .build())
                // The SDK gives each request its own default timeouts; ours come after that.
                .addExecInterceptorFirst("hearth-timeouts", (request, scope, chain) -> {
                    scope.clientContext.setRequestConfig(config);
                    return chain.proceed(request, scope);
                });
        if (!account.gateway().isEmpty()) {
            HttpHost gateway = HttpHost.create(URI.create(account.gateway()));
            boolean secure = gateway.getSchemeName().equals("https");
            builder.setRoutePlanner((target, context) -> new HttpRoute(gateway, null, secure));
        }
        return new TwilioHttp(builder);
    }

    void close() {
        client.close(CloseMode.GRACEFUL);
    }
}
