package im.hearth.push.notifications;

import im.hearth.core.rest.Page;
import java.util.List;
import java.util.Map;

/** How notifications look at the REST door. */
public final class NotificationViews {
    private static final Wording.Words NOTHING = new Wording.Words(null, "", true);

    private final Wording wording;

    public NotificationViews(Wording wording) {
        this.wording = wording;
    }

    NotificationView of(String username, Notification notification) {
        return of(username, List.of(notification)).get(0);
    }

    Page<NotificationView> of(String username, Page<Notification> page) {
        return new Page<>(of(username, page.items()), page.next());
    }

    private List<NotificationView> of(String username, List<Notification> notifications) {
        Map<String, Wording.Words> words = wording.of(username, notifications);
        return notifications.stream()
                .map(one -> NotificationView.of(
                        one,
                        words.getOrDefault(one.id(), NOTHING),
                        one.actor() == null ? null : wording.name(one.actor())))
                .toList();
    }
}
