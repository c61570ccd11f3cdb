package im.hearth.push.notifications;

import im.hearth.core.rest.Page;
import java.util.List;
import java.util.Map;

/** How notifications look at the REST door. */
public final class NotificationViews {
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
                .map(one -> view(one, words.getOrDefault(one.id(), Wording.Words.NOTHING)))
                .toList();
    }

    private NotificationView view(Notification notification, Wording.Words words) {
        return NotificationView.of(notification, words, words.actor() == null ? null : wording.name(words.actor()));
    }
}
