package im.hearth.push;

import com.fasterxml.jackson.databind.ObjectMapper;
import im.hearth.core.Core;
import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.SessionEnded;
import im.hearth.core.conversations.ConversationRead;
import im.hearth.core.db.CommitClock;
import im.hearth.core.health.Condition;
import im.hearth.core.plugin.FeaturePlugin;
import im.hearth.core.plugin.Registrations;
import im.hearth.core.reports.ReportResolved;
import im.hearth.core.rest.Json;
import im.hearth.core.rest.RestModule;
import im.hearth.push.devices.DeviceBox;
import im.hearth.push.devices.DeviceData;
import im.hearth.push.devices.DeviceResource;
import im.hearth.push.devices.DeviceStore;
import im.hearth.push.devices.Devices;
import im.hearth.push.devices.Platform;
import im.hearth.push.devices.PushStanzas;
import im.hearth.push.firebase.FirebaseSender;
import im.hearth.push.notifications.Attention;
import im.hearth.push.notifications.Follower;
import im.hearth.push.notifications.NoticeLog;
import im.hearth.push.notifications.NoticeStore;
import im.hearth.push.notifications.NotificationData;
import im.hearth.push.notifications.NotificationResource;
import im.hearth.push.notifications.NotificationStore;
import im.hearth.push.notifications.NotificationViews;
import im.hearth.push.notifications.Notifications;
import im.hearth.push.notifications.ReportNotices;
import im.hearth.push.notifications.Wording;
import im.hearth.push.queue.Backoff;
import im.hearth.push.queue.Circuits;
import im.hearth.push.queue.Courier;
import im.hearth.push.queue.Dispatcher;
import im.hearth.push.queue.PushQueue;
import im.hearth.push.queue.PushStore;
import im.hearth.push.queue.QueueWatch;
import im.hearth.push.send.WatchedSender;
import im.hearth.push.webpush.VapidKeys;
import im.hearth.push.webpush.VapidResource;
import im.hearth.push.webpush.WebPushSender;
import im.hearth.push.xmpp.XmppSender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Notifications, and pushes that wake devices. */
public final class PushPlugin extends FeaturePlugin {
    private static final Duration PURGE_EVERY = Duration.ofHours(1);

    /** How long a push service takes at most, before it is asked again. */
    private static final Duration XMPP_PATIENCE = Duration.ofSeconds(30);

    @Override
    protected void start(Core core, Registrations registrations) {
        FirebaseSender firebase = new FirebaseSender(core.settings(), core.clock());
        VapidKeys vapid = new VapidKeys(core.settings(), core.secrets());
        Map<Platform, WatchedSender> senders = senders(core, registrations, firebase, vapid);
        // Nobody can be reached through Firebase as long as the operator has no account there.
        Predicate<Platform> serves = platform -> platform != Platform.FCM || firebase.isConfigured();
        ObjectMapper mapper = Json.mapper();
        DeviceBox box = new DeviceBox(core.secrets(), mapper);
        PushStore pushes = new PushStore(core.database().dialect());
        PushQueue queue = new PushQueue(core.database(), pushes, serves, UUID::randomUUID, core.clock());
        NotificationStore store = new NotificationStore(core.database().dialect());
        NoticeStore notices = new NoticeStore();
        Wording wording = new Wording(core.talks(), core.accounts(), core.domain());
        Later later = new Later();
        registrations.add(later::close);
        Attention attention = attention(core);

        WatchedSender fcm = Objects.requireNonNull(senders.get(Platform.FCM));
        watch(core, registrations, queue, () -> firebase.isConfigured() ? fcm.condition() : Condition.OFF);
        startDevices(core, registrations, serves, box, mapper, vapid);
        startNotifications(core, registrations, store, notices, wording, later);

        List<Dispatcher> dispatchers = new ArrayList<>();
        Courier courier = new Courier(
                queue,
                pushes,
                store,
                box,
                senders,
                core.notices(),
                core.conversations(),
                wording,
                attention,
                new Circuits(core.clock()),
                new Backoff(core.random()::nextDouble),
                core.domain(),
                core.clock());
        senders.keySet().forEach(platform -> {
            Dispatcher dispatcher = new Dispatcher(platform, queue, courier, core.settings());
            registrations.add(dispatcher::close);
            dispatchers.add(dispatcher);
        });
        Follower follower = new Follower(
                core.database(),
                core.accounts(),
                new CommitClock(),
                core.notices(),
                notices,
                store,
                queue,
                attention,
                core.conversations(),
                core.people(),
                core.domain(),
                UUID::randomUUID);
        Rounds rounds = new Rounds(follower, dispatchers);
        registrations.add(rounds::close);
        rounds.start();
        registrations.add(core.jobs().every("push.purge", PURGE_EVERY, queue::purge));
    }

    /** Who has neither an event stream nor an active XMPP session, on whichever node. */
    private static Attention attention(Core core) {
        return usernames -> {
            Set<String> reading = core.live().reading(usernames);
            return usernames.stream()
                    .filter(username ->
                            !reading.contains(username) && !core.sessions().isActive(username))
                    .collect(Collectors.toSet());
        };
    }

    /** By what this server sends. */
    private static Map<Platform, WatchedSender> senders(
            Core core, Registrations registrations, FirebaseSender firebase, VapidKeys vapid) {
        registrations.add(firebase);
        WebPushSender webPush = new WebPushSender(core.settings(), vapid, core.domain(), core.clock(), core.random());
        registrations.add(webPush);
        XmppSender xmpp = new XmppSender(
                request -> core.iqs().ask(request, XMPP_PATIENCE, core.router()::route),
                core.domain(),
                UUID::randomUUID);
        return Map.of(
                Platform.FCM, new WatchedSender(firebase, Platform.FCM, core.meters()),
                Platform.WEBPUSH, new WatchedSender(webPush, Platform.WEBPUSH, core.meters()),
                Platform.XMPP, new WatchedSender(xmpp, Platform.XMPP, core.meters()));
    }

    /** The queue, and the one provider that is the operator's choice: the others are those of people's own devices. */
    private static void watch(Core core, Registrations registrations, PushQueue queue, Supplier<Condition> firebase) {
        QueueWatch watch = new QueueWatch(queue);
        registrations.add(watch.bindTo(core.meters()));
        registrations.add(core.health().add("push_queue", watch::condition));
        registrations.add(core.health().add("firebase", firebase));
    }

    private static void startDevices(
            Core core,
            Registrations registrations,
            Predicate<Platform> serves,
            DeviceBox box,
            ObjectMapper mapper,
            VapidKeys vapid) {
        Devices devices = new Devices(
                core.database(),
                core.accounts(),
                new DeviceStore(),
                box,
                serves,
                core.settings(),
                UUID::randomUUID,
                core.clock());
        registrations.add(core.events().within(SessionEnded.class, devices::forget));
        registrations.add(core.events().within(AccountDeleted.class, devices::forget));
        registrations.add(core.personalData().add(new DeviceData(devices)));
        registrations.add(core.rest()
                .add(new RestModule(
                        "devices",
                        List.of(new DeviceResource(devices, mapper, core.settings()), new VapidResource(vapid)),
                        PushPlugin.class.getResource("/openapi/hearth-push.json"))));
        PushStanzas stanzas = new PushStanzas(devices, core.domain(), core.sessions()::openerOf);
        registrations.add(core.iqs().serve(PushStanzas.ENABLE, PushStanzas.NAMESPACE, stanzas::serve));
        registrations.add(core.disco().accountFeature(PushStanzas.NAMESPACE));
    }

    private static void startNotifications(
            Core core,
            Registrations registrations,
            NotificationStore store,
            NoticeStore notices,
            Wording wording,
            Later later) {
        NoticeLog log = new NoticeLog(notices, new CommitClock(), core.clock());
        registrations.add(core.notices().keptBy(log));
        registrations.add(core.notices().add(log));
        registrations.add(core.events().within(ReportResolved.class, new ReportNotices(core.notices())::resolved));

        Notifications notifications =
                new Notifications(core.database(), store, notices, core.domain(), core.settings(), core.clock());
        registrations.add(
                core.events().subscribe(ConversationRead.class, read -> later.run(() -> notifications.read(read))));
        registrations.add(core.events().subscribe(AccountDeleted.class, notifications::forget));
        registrations.add(core.jobs().every("push.retention", PURGE_EVERY, notifications::purge));
        NotificationViews views = new NotificationViews(wording);
        registrations.add(core.personalData().add(new NotificationData(notifications, views)));
        registrations.add(core.rest()
                .add(new RestModule("notifications", List.of(new NotificationResource(notifications, views)), null)));
    }
}
