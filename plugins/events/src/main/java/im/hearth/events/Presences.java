package im.hearth.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.openfire.ServerPresence;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people who comes and goes of those whose presence they are subscribed to; now, and never later. */
final class Presences {
    static final String CHANGED = "presence.changed";

    private static final Logger log = LoggerFactory.getLogger(Presences.class);

    private final LiveEvents live;
    private final ServerPresence presence;
    private final Predicate<String> listens;
    private final Executor executor;

    /**
     * Presences.
     *
     * @param listens whether somebody has a stream here
     * @param executor where rosters are looked at, away from the thread of who comes or goes
     */
    Presences(LiveEvents live, ServerPresence presence, Predicate<String> listens, Executor executor) {
        this.live = live;
        this.presence = presence;
        this.listens = listens;
        this.executor = executor;
    }

    /** How somebody is there. */
    @Schema(name = "Presence", description = "How somebody is there.")
    record PresenceView(
            @Schema(description = "The username.") String user,

            @Schema(description = "Whether they are connected with an XMPP client.") @JsonProperty("is_online")
            boolean online,

            @Schema(description = "chat, away, xa or dnd (RFC 6121); null for none.", nullable = true) @Nullable String show,

            @Schema(description = "Their own words.", nullable = true) @Nullable String statusText) {}

    /** Somebody has come, gone, or says something else. */
    void changed(String username) {
        executor.execute(() -> {
            try {
                tell(username);
            } catch (RuntimeException e) {
                log.warn("A presence could not be told", e);
            }
        });
    }

    private void tell(String username) {
        List<String> subscribers =
                presence.subscribers(username).stream().filter(listens).toList();
        if (subscribers.isEmpty()) {
            return;
        }
        Optional<ServerPresence.Available> now = presence.of(username);
        live.tell(
                subscribers,
                CHANGED,
                new PresenceView(
                        username,
                        now.isPresent(),
                        now.map(ServerPresence.Available::show).orElse(null),
                        now.map(ServerPresence.Available::status).orElse(null)));
    }
}
