package im.hearth.push.queue;

import im.hearth.core.conversations.ConversationKinds;
import im.hearth.core.notices.Notices;
import im.hearth.core.notices.Wishes;
import im.hearth.push.devices.DeviceBox;
import im.hearth.push.devices.Platform;
import im.hearth.push.notifications.Attention;
import im.hearth.push.notifications.Notification;
import im.hearth.push.notifications.NotificationStore;
import im.hearth.push.notifications.Reach;
import im.hearth.push.notifications.Wording;
import im.hearth.push.send.Alert;
import im.hearth.push.send.Receipt;
import im.hearth.push.send.Sender;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one push, as things stand at that moment, and does what its provider's answer asks for. */
public final class Courier {
    private static final Logger log = LoggerFactory.getLogger(Courier.class);

    /** More than any notification shows; the payloads of providers have some 4 KB. */
    private static final int TEXT_MOST = 300;

    private final PushQueue queue;
    private final PushStore store;
    private final NotificationStore notifications;
    private final DeviceBox box;
    private final Map<Platform, Sender> senders;
    private final Notices notices;
    private final ConversationKinds conversations;
    private final Wording wording;
    private final Attention attention;
    private final Circuits circuits;
    private final Backoff backoff;
    private final String domain;
    private final Clock clock;

    public Courier(
            PushQueue queue,
            PushStore store,
            NotificationStore notifications,
            DeviceBox box,
            Map<Platform, ? extends Sender> senders,
            Notices notices,
            ConversationKinds conversations,
            Wording wording,
            Attention attention,
            Circuits circuits,
            Backoff backoff,
            String domain,
            Clock clock) {
        this.queue = queue;
        this.store = store;
        this.notifications = notifications;
        this.box = box;
        this.senders = Map.copyOf(senders);
        this.notices = notices;
        this.conversations = conversations;
        this.wording = wording;
        this.attention = attention;
        this.circuits = circuits;
        this.backoff = backoff;
        this.domain = domain;
        this.clock = clock;
    }

    /** Sends it, or drops it if nobody need be woken for it any more. */
    public void carry(Push push) {
        OptionalLong shut = circuits.enter(push.platform(), push.provider());
        if (shut.isPresent()) {
            queue.retry(push, shut.getAsLong(), false);
            // Nor need any of the others be looked at until then.
            queue.postpone(push.platform(), push.provider(), shut.getAsLong());
            return;
        }
        boolean tried = false;
        try {
            Sender sender = senders.get(push.platform());
            PushStore.Address device = queue.read(handle -> store.address(handle, push.deviceId()));
            Alert alert = sender == null || device == null || !device.enabled() ? null : alert(push, device.username());
            if (sender == null || device == null || alert == null) {
                queue.done(push);
                return;
            }
            Receipt receipt = send(sender, push, device, alert);
            tried = true;
            settle(push, device, receipt);
        } finally {
            if (!tried) {
                circuits.leave(push.platform(), push.provider());
            }
        }
    }

    private Receipt send(Sender sender, Push push, PushStore.Address device, Alert alert) {
        try {
            return box.open(device.id(), device.sealed())
                    .map(target -> sender.send(target, alert))
                    .orElseGet(() -> new Receipt.Gone("registered under another master key"));
        } catch (RuntimeException e) {
            // A sender never throws; if it does, that is no reason to spin.
            log.error("A push by {} failed", push.platform().label(), e);
            return new Receipt.Later("failed", null);
        }
    }

    private void settle(Push push, PushStore.Address device, Receipt receipt) {
        if (receipt instanceof Receipt.Later later) {
            OptionalLong until = circuits.failed(push.platform(), push.provider(), later.reason(), later.after());
            until.ifPresent(time -> queue.postpone(push.platform(), push.provider(), time));
            long dueAt = clock.millis()
                    + backoff.after(push.attempts() + 1, later.after()).toMillis();
            if (dueAt >= push.expiresAt()) {
                queue.done(push);
            } else {
                queue.retry(push, dueAt, true);
            }
            return;
        }
        circuits.succeeded(push.platform(), push.provider());
        if (receipt instanceof Receipt.Gone gone) {
            log.debug("A device is gone from {}: {}", push.platform().label(), gone.reason());
            queue.gone(device);
        } else if (receipt instanceof Receipt.Refused refused) {
            log.warn("A push by {} ({}) was refused: {}", push.platform().label(), push.provider(), refused.reason());
        }
        queue.done(push);
    }

    /** What it says now; null if there is no more reason to wake anybody. */
    private @Nullable Alert alert(Push push, String username) {
        Notification about = queue.read(handle -> notifications.find(handle, List.of(push.notificationId()))).stream()
                .findFirst()
                .orElse(null);
        if (about == null
                || about.readAt() != null
                || !until(about).isAfter(clock.instant())
                || attention.away(List.of(username)).isEmpty()) {
            return null;
        }
        Wishes.Wish wish = notices.wishes().of(List.of(username)).getOrDefault(username, Wishes.Wish.DEFAULT);
        if (wish.silent().contains(about.kind()) || isRead(username, about)) {
            return null;
        }
        Wording.Words words = wording.of(username, List.of(about)).get(about.id());
        if (words == null || words.gone()) {
            return null;
        }
        boolean shown = wish.showText();
        return new Alert(
                about.eventId() + "-" + push.id(),
                about.kind().label(),
                about.subject(),
                Notification.isTalk(about.kind()) ? about.conversation() : null,
                shown ? words.title() : null,
                shown ? cut(words.text()) : null,
                shown ? words.actor() : null,
                conversations.unread(jid(username)),
                about.at(),
                until(about));
    }

    private static Instant until(Notification about) {
        return about.at().plus(Reach.of(about.kind()));
    }

    /** Whether the conversation was read, of which word may not have come here before a crash. */
    private boolean isRead(String username, Notification about) {
        String with = about.conversation();
        return Notification.isTalk(about.kind())
                && with != null
                && conversations.unread(jid(username), List.of(with)).getOrDefault(with, 0) == 0;
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= TEXT_MOST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, TEXT_MOST)) + "…";
    }

    private String jid(String username) {
        return username + "@" + domain;
    }
}
