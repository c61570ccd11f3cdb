package im.hearth.push.devices;

import im.hearth.core.conversations.ConversationRead;
import im.hearth.push.House;
import im.hearth.push.notifications.Notifications;

/** People's phones, for tests of other packages. */
public final class Phones {
    private final Devices devices;

    public Phones(Devices devices) {
        this.devices = devices;
    }

    public void add(String username, String token) {
        devices.register(new Registrant(username, null), Registration.fcm(token, null, true));
    }

    public void sleep(String username) {
        devices.list(username, null, 50)
                .items()
                .forEach(device -> devices.change(username, device.id(), new Devices.Change(false, null, false)));
    }

    public int count(String username) {
        return devices.list(username, null, 50).items().size();
    }

    public void readAll(Notifications notifications, String username) {
        notifications.read(new ConversationRead(House.jid(username), House.jid("bob"), Long.MAX_VALUE));
    }
}
