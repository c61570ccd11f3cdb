package im.hearth.push.notifications;

import im.hearth.core.export.Copy;
import im.hearth.core.export.PersonalData;
import java.io.IOException;

/** A person's notifications, for that person. */
public final class NotificationData implements PersonalData {
    private final Notifications notifications;
    private final NotificationViews views;

    public NotificationData(Notifications notifications, NotificationViews views) {
        this.notifications = notifications;
        this.views = views;
    }

    @Override
    public void write(String username, Copy copy) throws IOException {
        copy.list(
                "notifications.json",
                after -> views.of(username, notifications.list(username, false, after, Copy.PAGE)));
    }
}
