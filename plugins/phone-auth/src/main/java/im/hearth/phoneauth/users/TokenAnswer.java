package im.hearth.phoneauth.users;

import io.swagger.v3.oas.annotations.media.Schema;

/** Tokens, and who they stand for. */
@Schema(description = "Tokens, and who they stand for.")
public record TokenAnswer(
        @Schema(description = "Send it as Authorization: Bearer; also the credential for SASL OAUTHBEARER.")
        String access,

        @Schema(description = "Good once, for POST /api/token/refresh/.")
        String refresh,

        @Schema(allowableValues = "Bearer") String tokenType,

        @Schema(description = "For how many seconds the access token is good.", example = "900")
        long expiresIn,

        UserView user,
        Xmpp xmpp,

        @Schema(
                description = "Whether the account was there before. True after registering means: the number had an"
                        + " account, and this is it.")
        boolean existing) {
    /** Where to connect with XMPP. */
    @Schema(description = "Where to connect with XMPP.")
    public record Xmpp(
            @Schema(example = "alice@example.org") String jid,

            @Schema(description = "XMPP over WebSocket (RFC 7395).", example = "wss://example.org:7443/ws/")
            String websocketUrl) {}
}
