package im.hearth.phoneauth.sms;

import com.twilio.http.HttpClient;
import com.twilio.http.TwilioRestClient;
import java.time.Duration;

/**
 * The account at Twilio and the way there.
 *
 * @param user the account's SID, or that of an API key
 * @param password the auth token, or the secret of the API key
 * @param region empty for Twilio's choice
 * @param edge empty for Twilio's choice
 * @param gateway as in {@link TwilioSettings#GATEWAY}; empty for none
 */
record TwilioAccount(
        String accountSid, String user, String password, String region, String edge, String gateway, Duration timeout) {
    /** The SDK's client for this account. */
    TwilioRestClient client(HttpClient http) {
        TwilioRestClient.Builder builder = new TwilioRestClient.Builder(user, password)
                .accountSid(accountSid)
                .httpClient(http);
        if (!region.isEmpty()) {
            builder.region(region);
        }
        if (!edge.isEmpty()) {
            builder.edge(edge);
        }
        return builder.build();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "TwilioAccount[" + accountSid + "]";
    }
}
