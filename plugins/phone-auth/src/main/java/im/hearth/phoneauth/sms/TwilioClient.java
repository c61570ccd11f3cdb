package im.hearth.phoneauth.sms;

import com.twilio.base.Creator;
import com.twilio.base.Resource;
import com.twilio.exception.ApiException;
import com.twilio.exception.TwilioException;
import com.twilio.http.HttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import im.hearth.core.plugin.Registration;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.Setting;
import im.hearth.core.settings.Settings;
import java.time.Duration;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Twilio's SDK, with the account that the settings name. What goes wrong on the way is a {@link Problem} of kind
 * UNAVAILABLE; what Twilio itself refuses is a {@link TwilioError}. A request is sent once: one that seemed to fail may
 * have sent a code, and whether another one should go out is for the person to say.
 */
public final class TwilioClient implements Registration {
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private static final Logger log = LoggerFactory.getLogger(TwilioClient.class);

    private final Settings settings;
    private @Nullable Network network;
    private String missing = "";

    public TwilioClient(Settings settings) {
        this.settings = settings;
    }

    private record Network(TwilioAccount account, TwilioHttp http) {}

    /** Closes the connections. */
    @Override
    public synchronized void close() {
        if (network != null) {
            network.http().close();
            network = null;
        }
    }

    /** 503: no codes for now. */
    static Problem away() {
        return Problem.unavailable(
                "codes-unavailable", "Codes cannot be sent or checked now. Try again in a while.", null);
    }

    /**
     * Has Twilio make something.
     *
     * @throws TwilioError for its refusals
     * @throws Problem of kind UNAVAILABLE if the account is not set, or Twilio cannot be reached or understood
     */
    <T extends Resource> T create(Creator<T> wanted) {
        Network current = network();
        Exchange exchange = new Exchange(current.http());
        try {
            return wanted.create(current.account().client(exchange));
        } catch (TwilioException e) {
            throw exchange.failure(e);
        }
    }

    /**
     * The value of a setting.
     *
     * @throws Problem of kind UNAVAILABLE where it is not set; the log then tells the operator
     */
    String require(Setting<String> setting) {
        String value = settings.get(setting).trim();
        if (value.isEmpty()) {
            throw missing(setting.name());
        }
        return value;
    }

    /** 503, and one line in the log until something else is missing. */
    synchronized Problem missing(String what) {
        if (!missing.equals(what)) {
            missing = what;
            log.error("No codes can be sent: the setting {} is missing", what);
        }
        return away();
    }

    private synchronized Network network() {
        TwilioAccount account = account();
        missing = "";
        Network current = network;
        if (current != null && current.account().equals(account)) {
            return current;
        }
        close();
        network = new Network(account, TwilioHttp.of(account));
        return network;
    }

    private TwilioAccount account() {
        String accountSid = require(TwilioSettings.ACCOUNT_SID);
        String key = settings.get(TwilioSettings.API_KEY_SID).trim();
        return new TwilioAccount(
                accountSid,
                key.isEmpty() ? accountSid : key,
                require(key.isEmpty() ? TwilioSettings.AUTH_TOKEN : TwilioSettings.API_KEY_SECRET),
                settings.get(TwilioSettings.REGION).trim(),
                settings.get(TwilioSettings.EDGE).trim(),
                settings.get(TwilioSettings.GATEWAY),
                settings.get(TwilioSettings.TIMEOUT));
    }

    /** One request, and what of its answer the SDK keeps to itself. */
    private static final class Exchange extends HttpClient {
        private final HttpClient network;
        private int status;
        private @Nullable Duration retryAfter;

        Exchange(HttpClient network) {
            this.network = network;
        }

        @Override
        public Response makeRequest(Request request) {
            Response response = network.makeRequest(request);
            status = response.getStatusCode();
            for (Header header : response.getHeaders()) {
                if (header.getName().equalsIgnoreCase("Retry-After")) {
                    retryAfter = seconds(header.getValue());
                }
            }
            return response;
        }

        @Override
        protected boolean shouldRetry(@Nullable Response response, int[] retryCodes) {
            return false;
        }

        /** The messages of these exceptions hold phone numbers, except for those of the network. */
        RuntimeException failure(TwilioException e) {
            if (status == 0) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                log.warn("Twilio cannot be reached: {}", cause.toString());
                return away();
            }
            Integer code = e instanceof ApiException answer ? answer.getCode() : null;
            if (code == null) {
                log.warn("Twilio answered {} with something that is not Twilio's", status);
                return away();
            }
            return new TwilioError(code, status, retryAfter);
        }

        /** Seconds, within reason; null for anything else. */
        private static @Nullable Duration seconds(String text) {
            try {
                long seconds = Long.parseLong(text.trim());
                return Duration.ofSeconds(Math.min(Math.max(1, seconds), LONGEST_WAIT.toSeconds()));
            } catch (NumberFormatException e) {
                return null;
            }
        }
    }
}
