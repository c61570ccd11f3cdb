package im.hearth.it;

import java.util.Map;

/**
 * Somebody who uses Hearth.
 *
 * @param api the REST door, with the person's access token
 */
record Person(Hearth hearth, String username, String phoneNumber, String access, String refresh, Api api) {
    static final String PASSWORD = "correct horse battery staple";

    static Person of(Hearth hearth, Api.Answer token, String phoneNumber) {
        String access = token.get("access");
        return new Person(
                hearth,
                token.body().at("/user/username").asText(),
                phoneNumber,
                access,
                token.get("refresh"),
                hearth.api().as(access));
    }

    String jid() {
        return username + "@" + hearth.domain();
    }

    /** Sends a message by REST and answers it as the API shows it. */
    Api.Answer send(Person receiver, String content) {
        return Hearth.expect(
                201, api.post("/api/messages/", Map.of("receiver", receiver.username(), "content", content)));
    }

    /** Logs in with XMPP by the access token. */
    Xmpp connect() {
        return Xmpp.withToken(this);
    }

    /** Sets a password and logs in with XMPP as any client does. */
    Xmpp connectWithPassword() {
        Hearth.expect(204, api.post("/api/password/", Map.of("password", PASSWORD)));
        return Xmpp.withPassword(this, PASSWORD);
    }
}
