package im.hearth.people.statuses;

import im.hearth.core.stanza.PresenceGate;
import im.hearth.core.stanza.RequestDoor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.dom4j.Element;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/**
 * The XMPP door of statuses: what was said by REST stands in presence (RFC 6121, section 4.7.2) where a client says nothing,
 * and the last activity (<a href="https://xmpp.org/extensions/xep-0012.html">XEP-0012</a>) is answered to whom the person
 * shows it.
 */
public final class StatusStanzas implements PresenceGate, RequestDoor {
    private static final String LAST_ACTIVITY = "jabber:iq:last";

    private final Statuses statuses;
    private final Predicate<String> isHere;
    private final String domain;
    private final Function<String, List<Presence>> broadcasts;
    private final Consumer<Packet> router;
    private final Clock clock;

    /**
     * A door.
     *
     * @param isHere whether somebody has an account
     * @param domain the XMPP domain of this server
     * @param broadcasts what a person's resources last said, as copies
     * @param router takes what they say now
     */
    public StatusStanzas(
            Statuses statuses,
            Predicate<String> isHere,
            String domain,
            Function<String, List<Presence>> broadcasts,
            Consumer<Packet> router,
            Clock clock) {
        this.statuses = statuses;
        this.isHere = isHere;
        this.domain = domain;
        this.broadcasts = broadcasts;
        this.router = router;
        this.clock = clock;
    }

    @Override
    public void admit(Presence presence) {
        if (presence.getType() != null || presence.getTo() != null) {
            return;
        }
        Kept kept = statuses.kept(presence.getFrom().getNode());
        if (kept.show() != null && presence.getShow() == null) {
            presence.setShow(Presence.Show.valueOf(kept.show()));
        }
        if (kept.text() != null && isBlank(presence.getStatus())) {
            presence.setStatus(kept.text());
        }
    }

    /** Says in the name of a person's clients what was said by REST, where they had said what was kept before, or nothing. */
    public void announce(StatusChanged changed) {
        for (Presence presence : broadcasts.apply(changed.username())) {
            String show = presence.getShow() == null ? null : presence.getShow().name();
            boolean setShow = show == null || show.equals(changed.showBefore());
            boolean setText =
                    isBlank(presence.getStatus()) || Objects.equals(presence.getStatus(), changed.textBefore());
            if (setShow) {
                presence.setShow(changed.show() == null ? null : Presence.Show.valueOf(changed.show()));
            }
            if (setText) {
                presence.setStatus(changed.text());
            }
            if (setShow || setText) {
                router.accept(presence);
            }
        }
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    @Override
    public boolean wants(IQ request) {
        JID to = request.getTo();
        return to != null
                && request.getType() == IQ.Type.get
                && LAST_ACTIVITY.equals(request.getChildElement().getNamespaceURI())
                && domain.equals(to.getDomain())
                && to.getNode() != null
                && to.getResource() == null
                && !to.getNode().equals(request.getFrom().getNode());
    }

    @Override
    public Optional<IQ> serve(IQ request) {
        String username = request.getTo().getNode();
        if (!isHere.test(username)) {
            return Optional.empty();
        }
        StatusView status = statuses.lastActivity(request.getFrom().getNode(), username);
        Instant last = Boolean.TRUE.equals(status.online()) ? clock.instant() : status.lastOnline();
        if (last == null) {
            return Optional.empty();
        }
        IQ answer = IQ.createResultIQ(request);
        Element query = answer.setChildElement("query", LAST_ACTIVITY);
        query.addAttribute(
                "seconds",
                String.valueOf(Duration.between(last, clock.instant()).toSeconds()));
        if (status.statusText() != null) {
            query.setText(status.statusText());
        }
        return Optional.of(answer);
    }
}
