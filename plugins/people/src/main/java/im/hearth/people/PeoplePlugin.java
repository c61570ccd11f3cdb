package im.hearth.people;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import im.hearth.core.Core;
import im.hearth.core.accounts.AccountChanged;
import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.AccountRegistered;
import im.hearth.core.accounts.LoggedIn;
import im.hearth.core.accounts.PasswordChanged;
import im.hearth.core.accounts.PhoneNumberChanged;
import im.hearth.core.accounts.SessionEnded;
import im.hearth.core.events.Events;
import im.hearth.core.numbers.PhoneNumbers;
import im.hearth.core.openfire.Rosters.Contact;
import im.hearth.core.openfire.Rosters.Subscription;
import im.hearth.core.people.Aspect;
import im.hearth.core.plugin.FeaturePlugin;
import im.hearth.core.plugin.Registrations;
import im.hearth.core.rest.Json;
import im.hearth.core.rest.RestModule;
import im.hearth.core.stanza.MessageGate;
import im.hearth.people.activities.Activities;
import im.hearth.people.activities.ActivityData;
import im.hearth.people.activities.ActivityResource;
import im.hearth.people.activities.ActivityStore;
import im.hearth.people.blocks.BlockData;
import im.hearth.people.blocks.BlockNotices;
import im.hearth.people.blocks.BlockResource;
import im.hearth.people.blocks.BlockStanzas;
import im.hearth.people.blocks.BlockStore;
import im.hearth.people.blocks.BlockedMessages;
import im.hearth.people.blocks.Blocks;
import im.hearth.people.blocks.OutboundBlocks;
import im.hearth.people.contacts.ContactCommandStanzas;
import im.hearth.people.contacts.ContactResource;
import im.hearth.people.contacts.Contacts;
import im.hearth.people.export.ExportResource;
import im.hearth.people.export.ExportStore;
import im.hearth.people.export.Exports;
import im.hearth.people.friends.FriendNotices;
import im.hearth.people.friends.FriendshipChanged;
import im.hearth.people.friends.FriendshipData;
import im.hearth.people.friends.FriendshipResource;
import im.hearth.people.friends.FriendshipStanzas;
import im.hearth.people.friends.FriendshipStore;
import im.hearth.people.friends.Friendships;
import im.hearth.people.profiles.PictureServlet;
import im.hearth.people.profiles.ProfileChanged;
import im.hearth.people.profiles.ProfileData;
import im.hearth.people.profiles.ProfileResource;
import im.hearth.people.profiles.ProfileStanzas;
import im.hearth.people.profiles.ProfileStore;
import im.hearth.people.profiles.Profiles;
import im.hearth.people.settings.PersonalSettings;
import im.hearth.people.settings.SettingsChanged;
import im.hearth.people.settings.SettingsResource;
import im.hearth.people.settings.SettingsStanzas;
import im.hearth.people.settings.SettingsStore;
import im.hearth.people.settings.SettingsView;
import im.hearth.people.statuses.StatusChanged;
import im.hearth.people.statuses.StatusData;
import im.hearth.people.statuses.StatusResource;
import im.hearth.people.statuses.StatusStanzas;
import im.hearth.people.statuses.StatusStore;
import im.hearth.people.statuses.Statuses;
import im.hearth.people.tags.TagData;
import im.hearth.people.tags.TagResource;
import im.hearth.people.tags.TagStore;
import im.hearth.people.tags.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.xmpp.packet.JID;

/** Friendships, profiles, statuses, settings, blocks, tags and contacts. */
public final class PeoplePlugin extends FeaturePlugin {
    private static final Duration PURGE_EVERY = Duration.ofHours(6);

    /** An app whose token has run out opens its stream anew at once: meanwhile nobody need see it go. */
    private static final Duration STREAM_GRACE = Duration.ofSeconds(10);

    @Override
    protected void start(Core core, Registrations registrations) {
        List<Object> resources = new ArrayList<>();
        SettingsStore settingsStore = new SettingsStore();
        Later later = new Later();
        registrations.add(later::close);

        PersonalSettings settings = new PersonalSettings(core.database(), settingsStore, core.accounts(), core.live());
        startSettings(core, registrations, resources, settings, later);
        startProfiles(core, registrations, resources, settings, later);
        startStatuses(core, registrations, resources, later);
        startActivities(core, registrations, resources);
        startBonds(core, registrations, resources, settingsStore, later);
        startExports(core, registrations, resources);

        registrations.add(core.rest()
                .add(new RestModule(
                        "people", resources, PeoplePlugin.class.getResource("/openapi/hearth-people.json"))));
    }

    private static void startExports(Core core, Registrations registrations, List<Object> resources) {
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "hearth-exports");
            thread.setDaemon(true);
            return thread;
        });
        registrations.add(executor::shutdownNow);
        Exports exports = new Exports(
                core.database(),
                new ExportStore(),
                core.accounts(),
                core.personalData(),
                core.media(),
                core.home().resolve("hearth").resolve("exports"),
                executor,
                core.clock());
        exports.sweep();
        registrations.add(core.jobs().every("people.exports", Duration.ofMinutes(1), exports::tend));
        registrations.add(core.events().subscribe(AccountDeleted.class, exports::forget));
        resources.add(new ExportResource(exports));
    }

    private static void startSettings(
            Core core, Registrations registrations, List<Object> resources, PersonalSettings settings, Later later) {
        SettingsStanzas stanzas = new SettingsStanzas(
                settings, Json.mapper(), core.domain(), core.sessions()::resources, core.sessions()::deliver);
        registrations.add(core.stanzas().onRequest(stanzas));
        registrations.add(core.notices().wishesKnownBy(settings));
        registrations.add(core.events()
                .subscribe(SettingsChanged.class, changed -> later.run(() -> stanzas.tell(changed.username()))));
        registrations.add(core.events()
                .within(AccountDeleted.class, (transaction, gone) -> settings.forget(transaction, gone.username())));
        registrations.add(core.personalData()
                .add((username, copy) -> copy.json("settings.json", SettingsView.of(settings.of(username)))));
        resources.add(new SettingsResource(settings));
    }

    private static void startBonds(
            Core core, Registrations registrations, List<Object> resources, SettingsStore settings, Later later) {
        Persons persons = new Persons(core.domain(), core.users());
        DailyCounts counts = new DailyCounts(core.database(), new DailyCountStore(), core.accounts(), core.clock());
        Friendships friendships = new Friendships(
                core.database(),
                new FriendshipStore(),
                core.live(),
                core.rosters(),
                core.router()::route,
                persons,
                (person, other) -> core.people().ties().hasBlocked(person, other),
                core.accounts(),
                counts,
                core.settings(),
                UUID::randomUUID,
                core.clock());
        Tags tags = new Tags(
                core.database(),
                new TagStore(),
                core.live(),
                core.rosters(),
                persons,
                core.accounts(),
                UUID::randomUUID,
                core.clock());
        Blocks blocks = startBlocks(core, registrations, resources, persons, friendships, later);
        PeopleTies ties = new PeopleTies(friendships, blocks, persons, core.database(), settings);
        registrations.add(core.people().knownBy(ties));

        registrations.add(core.rosters().listen(new RosterWatch(friendships, tags)));
        registrations.add(
                core.stanzas().onPresence(new FriendshipStanzas(friendships, persons, core.sessions()::deliver)));
        registrations.add(core.jobs().every("people.refusals", Duration.ofHours(1), friendships::forgetRefusals));
        FriendNotices notices = new FriendNotices(core.notices());
        registrations.add(core.events().within(FriendshipChanged.class, notices::changed));
        registrations.add(core.events().within(AccountDeleted.class, friendships::forget));
        registrations.add(core.events().within(AccountDeleted.class, tags::forget));
        registrations.add(core.personalData().add(new FriendshipData(friendships, persons)));
        registrations.add(core.personalData().add(new TagData(tags, persons)));
        resources.add(new FriendshipResource(friendships, persons));
        resources.add(new TagResource(tags, persons));
        startContacts(core, registrations, resources, persons, ties, counts);
    }

    private static void startContacts(
            Core core,
            Registrations registrations,
            List<Object> resources,
            Persons persons,
            PeopleTies ties,
            DailyCounts counts) {
        Contacts contacts = new Contacts(
                core.accounts(),
                new PhoneNumbers(PhoneNumberUtil.getInstance(), core.settings()),
                ties,
                counts,
                core.settings());
        registrations.add(core.commands().add(new ContactCommandStanzas(contacts, persons::jid)));
        resources.add(new ContactResource(contacts));
    }

    private static Blocks startBlocks(
            Core core,
            Registrations registrations,
            List<Object> resources,
            Persons persons,
            Friendships friendships,
            Later later) {
        BlockNotices notices = new BlockNotices(
                core.blockLists(),
                core.rosters(),
                core.sessions(),
                core.router()::route,
                persons,
                friendships::blocked,
                UUID::randomUUID);
        Blocks blocks = new Blocks(
                core.database(),
                new BlockStore(),
                core.blockLists(),
                core.live(),
                persons,
                core.accounts(),
                notices,
                UUID::randomUUID,
                core.clock());
        registrations.add(core.blockLists().listen(owner -> later.run(() -> blocks.follow(owner))));
        registrations.add(
                core.stanzas().beforeDelivery(new BlockedMessages(blocks, persons, core.sessions()::carbonsOfSent)));
        OutboundBlocks outbound = new OutboundBlocks(blocks, core.sessions()::deliverDespiteBlocks);
        registrations.add(core.stanzas().onMessage(MessageGate.Stage.CHECK, outbound));
        registrations.add(core.stanzas().onRequest(outbound));
        registrations.add(core.stanzas().onPresence(outbound));
        if (!core.blockLists().isServed()) {
            BlockStanzas stanzas = new BlockStanzas(blocks, core.blockLists());
            registrations.add(core.iqs().serve(BlockStanzas.ELEMENT, BlockNotices.NAMESPACE, stanzas::serve));
            registrations.add(core.disco().serverFeature(BlockNotices.NAMESPACE));
        }
        registrations.add(core.events().subscribe(AccountDeleted.class, blocks::forget));
        registrations.add(core.personalData().add(new BlockData(blocks, persons)));
        resources.add(new BlockResource(blocks, persons));
        return blocks;
    }

    private static void startProfiles(
            Core core, Registrations registrations, List<Object> resources, PersonalSettings settings, Later later) {
        Profiles profiles = new Profiles(
                core.database(),
                new ProfileStore(),
                core.cards(),
                core.accounts(),
                core.media(),
                username -> friends(core, username),
                core.people(),
                core.live(),
                core.origin(),
                core.random(),
                core.clock());
        ProfileStanzas stanzas = new ProfileStanzas(
                profiles,
                settings,
                UUID::randomUUID,
                core.domain(),
                core.cards().isConverting(),
                core.presence()::broadcasts,
                core.router()::route);
        registrations.add(core.stanzas().onRequest(stanzas));
        registrations.add(core.stanzas().onPresence(stanzas));
        core.cards().keepPhotos();
        registrations.add(core.cards().onChange(profiles::cardChanged));
        Events events = core.events();
        registrations.add(
                events.subscribe(AccountRegistered.class, made -> later.run(() -> profiles.named(made.username()))));
        registrations.add(
                events.subscribe(AccountChanged.class, changed -> profiles.accountChanged(changed.username())));
        registrations.add(events.subscribe(ProfileChanged.class, changed -> {
            profiles.tell(changed.username());
            if (changed.isOfPicture()) {
                later.run(() -> stanzas.announce(changed.username()));
            }
        }));
        registrations.add(events.subscribe(SettingsChanged.class, changed -> {
            Aspect picture = Aspect.PROFILE_PICTURE;
            if (changed.before().shows(picture) != changed.after().shows(picture)) {
                profiles.move(changed.username());
                later.run(() -> stanzas.open(changed.username()));
            }
        }));
        registrations.add(events.within(
                AccountDeleted.class, (transaction, gone) -> profiles.forget(transaction, gone.username())));
        registrations.add(core.jobs().every("people.uploads", PURGE_EVERY, profiles::purge));
        registrations.add(core.web().mount(Profiles.MOUNT, new PictureServlet(profiles)));
        registrations.add(core.personalData().add(new ProfileData(profiles)));
        resources.add(new ProfileResource(profiles, core.media()));
    }

    private static void startStatuses(Core core, Registrations registrations, List<Object> resources, Later later) {
        Statuses statuses = new Statuses(
                core.database(),
                new StatusStore(),
                core.accounts(),
                core.presence(),
                username -> friends(core, username),
                core.people(),
                core.live(),
                core.clock());
        StatusStanzas stanzas = new StatusStanzas(
                statuses,
                core.users()::exists,
                core.domain(),
                core.presence()::broadcasts,
                core.router()::route,
                core.clock());
        registrations.add(core.stanzas().onPresence(stanzas));
        registrations.add(core.stanzas().onRequest(stanzas));
        registrations.add(core.presence().onChange(username -> later.run(() -> statuses.tell(username))));
        registrations.add(core.live().onComingOrGoing(username -> {
            if (core.live().hasStream(username)) {
                later.run(() -> statuses.tell(username));
                return;
            }
            Instant at = statuses.now();
            later.run(STREAM_GRACE, () -> {
                statuses.closed(username, at);
                statuses.tell(username);
            });
        }));
        registrations.add(core.events()
                .subscribe(
                        StatusChanged.class,
                        changed -> later.run(() -> {
                            stanzas.announce(changed);
                            statuses.tellWords(changed.username());
                        })));
        registrations.add(core.events()
                .within(AccountDeleted.class, (transaction, gone) -> statuses.forget(transaction, gone.username())));
        registrations.add(core.personalData().add(new StatusData(statuses)));
        resources.add(new StatusResource(statuses));
    }

    private static void startActivities(Core core, Registrations registrations, List<Object> resources) {
        Activities activities = new Activities(
                core.database(), new ActivityStore(), core.settings(), core.accounts(), UUID::randomUUID, core.clock());
        Events events = core.events();
        registrations.add(events.within(LoggedIn.class, activities::loggedIn));
        registrations.add(events.within(SessionEnded.class, activities::ended));
        registrations.add(
                events.within(PasswordChanged.class, (transaction, fact) -> activities.changed(transaction, fact)));
        registrations.add(
                events.within(PhoneNumberChanged.class, (transaction, fact) -> activities.changed(transaction, fact)));
        registrations.add(events.within(
                AccountDeleted.class, (transaction, gone) -> activities.forget(transaction, gone.username())));
        registrations.add(core.sessions().onPasswordLogin(activities::loggedIn));
        registrations.add(core.jobs().every("people.activities", PURGE_EVERY, activities::purge));
        registrations.add(core.personalData().add(new ActivityData(activities)));
        resources.add(new ActivityResource(activities));
    }

    /** Friends are the people of this server who see each other's presence. */
    private static List<String> friends(Core core, String username) {
        return core.rosters().contacts(username).stream()
                .filter(contact -> contact.subscription() == Subscription.BOTH)
                .map(Contact::jid)
                .map(JID::new)
                .filter(jid -> core.domain().equals(jid.getDomain()) && jid.getNode() != null)
                .map(JID::getNode)
                .toList();
    }
}
