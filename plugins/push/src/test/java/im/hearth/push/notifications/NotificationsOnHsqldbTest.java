package im.hearth.push.notifications;

import im.hearth.core.db.Dialect;

final class NotificationsOnHsqldbTest extends NotificationsContract {
    NotificationsOnHsqldbTest() {
        super(Dialect.HSQLDB);
    }
}
