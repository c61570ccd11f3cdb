package im.hearth.push.firebase;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.client.http.HttpResponseException;
import com.google.firebase.ErrorCode;
import com.google.firebase.IncomingHttpResponse;
import com.google.firebase.messaging.FirebaseMessagingException;
import com.google.firebase.messaging.MessagingErrorCode;
import im.hearth.push.send.Receipt;
import im.hearth.push.send.RetryAfter;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Firebase's refusals mean (https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode). Where the operator must do
 * something, all pushes wait for it.
 */
final class FirebaseAnswers {
    /** What only the operator can mend, by reason, and what to say of it. */
    static final Map<String, String> FAULTS = Map.of(
            "firebase-credentials-refused",
            "Google refuses the service account: was its key deleted, or is this machine's clock wrong?",
            "firebase-permission-denied",
            "the service account may not send: give it the role Firebase Cloud Messaging API Admin, and enable the Firebase"
                    + " Cloud Messaging API in the project",
            "firebase-project-unknown",
            "Firebase does not know the project of the service account",
            "firebase-apns-key-refused",
            "Apple, or a browser's push service, refuses the key that Firebase has: renew the APNs key in the project's"
                    + " settings, Cloud Messaging");

    private static final int BAD_REQUEST = 400;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();

    FirebaseAnswers(Clock clock) {
        this.clock = clock;
    }

    Receipt of(FirebaseMessagingException e) {
        IncomingHttpResponse response = e.getHttpResponse();
        if (response == null) {
            return without(e);
        }
        MessagingErrorCode code = e.getMessagingErrorCode();
        if (code == null) {
            return platform(e.getErrorCode(), response);
        }
        return switch (code) {
            case UNREGISTERED, SENDER_ID_MISMATCH -> new Receipt.Gone(label(code));
            case INVALID_ARGUMENT ->
                isAboutTheToken(response) ? new Receipt.Gone("invalid-token") : new Receipt.Refused(label(code));
            case THIRD_PARTY_AUTH_ERROR -> later("firebase-apns-key-refused", response);
            case QUOTA_EXCEEDED, UNAVAILABLE, INTERNAL -> later(label(code), response);
        };
    }

    /** An answer that names no error of Firebase's own: Google's front, or something on the way. */
    private Receipt platform(@Nullable ErrorCode code, IncomingHttpResponse response) {
        int status = response.getStatusCode();
        if (code == ErrorCode.UNAUTHENTICATED) {
            return later("firebase-credentials-refused", response);
        }
        if (code == ErrorCode.PERMISSION_DENIED) {
            return later("firebase-permission-denied", response);
        }
        if (code == ErrorCode.NOT_FOUND) {
            return later("firebase-project-unknown", response);
        }
        if (status == BAD_REQUEST && code == ErrorCode.INVALID_ARGUMENT) {
            return isAboutTheToken(response)
                    ? new Receipt.Gone("invalid-token")
                    : new Receipt.Refused("invalid-argument");
        }
        return later("http-" + status, response);
    }

    /** No answer to the push: it was not reached, or the account got no access token. */
    private Receipt without(FirebaseMessagingException e) {
        Optional<FirebaseHttp.Away> away = cause(e, FirebaseHttp.Away.class);
        if (away.isPresent()) {
            return new Receipt.Later("unavailable", RetryAfter.parse(away.get().retryAfter(), clock));
        }
        Optional<HttpResponseException> refused = cause(e, HttpResponseException.class);
        if (refused.isPresent()) {
            int status = refused.get().getStatusCode();
            boolean busy = status == TOO_MANY || status >= SERVER_ERROR;
            return new Receipt.Later(
                    busy ? "http-" + status : "firebase-credentials-refused",
                    RetryAfter.parse(refused.get().getHeaders().getRetryAfter(), clock));
        }
        return new Receipt.Later("unreachable", null);
    }

    private Receipt.Later later(String reason, IncomingHttpResponse response) {
        return new Receipt.Later(reason, retryAfter(response));
    }

    private @Nullable Duration retryAfter(IncomingHttpResponse response) {
        for (Map.Entry<String, Object> header : response.getHeaders().entrySet()) {
            if (header.getKey().equalsIgnoreCase("Retry-After")) {
                Object value = header.getValue();
                Object first = value instanceof Iterable<?> several
                        ? several.iterator().next()
                        : value;
                return RetryAfter.parse(String.valueOf(first), clock);
            }
        }
        return null;
    }

    /** Firebase has one code for a wrong token and a wrong push: the field tells them apart, or the words. */
    private boolean isAboutTheToken(IncomingHttpResponse response) {
        try {
            JsonNode error =
                    json.readTree(String.valueOf(response.getContent())).path("error");
            for (JsonNode violation : error.path("details").findValues("field")) {
                if (violation.asText().equals("message.token")) {
                    return true;
                }
            }
            return error.path("message").asText().toLowerCase(Locale.ROOT).contains("registration token");
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static <T extends Throwable> Optional<T> cause(Throwable e, Class<T> type) {
        for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return Optional.of(type.cast(t));
            }
        }
        return Optional.empty();
    }

    private static String label(MessagingErrorCode code) {
        return code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
