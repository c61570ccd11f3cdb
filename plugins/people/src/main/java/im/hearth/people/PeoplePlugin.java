package im.hearth.people;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import im.hearth.core.Core;
import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.numbers.PhoneNumbers;
import im.hearth.core.plugin.FeaturePlugin;
import im.hearth.core.plugin.Registrations;
import im.hearth.core.rest.Json;
import im.hearth.core.rest.RestModule;
import im.hearth.people.blocks.BlockNotices;
import im.hearth.people.blocks.BlockResource;
import im.hearth.people.blocks.BlockStanzas;
import im.hearth.people.blocks.BlockStore;
import im.hearth.people.blocks.BlockedMessages;
import im.hearth.people.blocks.Blocks;
import im.hearth.people.contacts.ContactResource;
import im.hearth.people.contacts.Contacts;
import im.hearth.people.friends.FriendshipResource;
import im.hearth.people.friends.FriendshipStanzas;
import im.hearth.people.friends.FriendshipStore;
import im.hearth.people.friends.Friendships;
import im.hearth.people.settings.PersonalSettings;
import im.hearth.people.settings.SettingsChanged;
import im.hearth.people.settings.SettingsResource;
import im.hearth.people.settings.SettingsStanzas;
import im.hearth.people.settings.SettingsStore;
import im.hearth.people.tags.TagResource;
import im.hearth.people.tags.TagStore;
import im.hearth.people.tags.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Friendships, profiles, statuses, settings, blocks, tags and contacts. */
public final class PeoplePlugin extends FeaturePlugin {
    @Override
    protected void start(Core core, Registrations registrations) {
        List<Object> resources = new ArrayList<>();
        SettingsStore settingsStore = new SettingsStore();
        Later later = new Later();
        registrations.add(later::close);

        startSettings(core, registrations, resources, settingsStore, later);
        startBonds(core, registrations, resources, settingsStore, later);

        registrations.add(core.rest()
                .add(new RestModule(
                        "people", resources, PeoplePlugin.class.getResource("/openapi/hearth-people.json"))));
    }

    private static void startSettings(
            Core core, Registrations registrations, List<Object> resources, SettingsStore store, Later later) {
        PersonalSettings settings = new PersonalSettings(core.database(), store, core.live());
        SettingsStanzas stanzas = new SettingsStanzas(
                settings, Json.mapper(), core.domain(), core.sessions()::resources, core.sessions()::deliver);
        registrations.add(core.stanzas().onRequest(stanzas));
        registrations.add(core.events()
                .subscribe(SettingsChanged.class, changed -> later.run(() -> stanzas.tell(changed.username()))));
        registrations.add(core.events()
                .within(AccountDeleted.class, (transaction, gone) -> settings.forget(transaction, gone.username())));
        resources.add(new SettingsResource(settings));
    }

    private static void startBonds(
            Core core, Registrations registrations, List<Object> resources, SettingsStore settings, Later later) {
        Persons persons = new Persons(core.domain(), core.users());
        DailyCounts counts = new DailyCounts(core.database(), core.clock());
        Friendships friendships = new Friendships(
                core.database(),
                new FriendshipStore(),
                core.live(),
                core.rosters(),
                core.router()::route,
                persons,
                (person, other) -> core.people().ties().hasBlocked(person, other),
                core.accounts()::isGone,
                counts,
                core.settings(),
                UUID::randomUUID,
                core.clock());
        Tags tags = new Tags(
                core.database(), new TagStore(), core.live(), core.rosters(), persons, UUID::randomUUID, core.clock());
        Blocks blocks = startBlocks(core, registrations, resources, persons, friendships, later);
        PeopleTies ties = new PeopleTies(friendships, blocks, persons, core.database(), settings);
        registrations.add(core.people().knownBy(ties));

        registrations.add(core.rosters().listen(new RosterWatch(friendships, tags)));
        registrations.add(core.stanzas()
                .onPresence(new FriendshipStanzas(friendships, persons, core.domain(), core.sessions()::deliver)));
        registrations.add(core.jobs().every("people.refusals", Duration.ofHours(1), friendships::forgetRefusals));
        registrations.add(core.events().within(AccountDeleted.class, friendships::forget));
        registrations.add(core.events().within(AccountDeleted.class, tags::forget));
        resources.add(new FriendshipResource(friendships, persons));
        resources.add(new TagResource(tags, persons));
        resources.add(new ContactResource(new Contacts(
                core.accounts(),
                new PhoneNumbers(PhoneNumberUtil.getInstance(), core.settings()),
                ties,
                counts,
                core.settings())));
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
                notices,
                UUID::randomUUID,
                core.clock());
        registrations.add(core.blockLists().listen(owner -> later.run(() -> blocks.follow(owner))));
        registrations.add(
                core.stanzas().beforeDelivery(new BlockedMessages(blocks, persons, core.sessions()::carbonsOfSent)));
        if (!core.blockLists().isServed()) {
            BlockStanzas stanzas = new BlockStanzas(blocks, core.blockLists());
            registrations.add(core.iqs().serve(BlockStanzas.ELEMENT, BlockNotices.NAMESPACE, stanzas::serve));
            registrations.add(core.disco().serverFeature(BlockNotices.NAMESPACE));
        }
        registrations.add(core.events().subscribe(AccountDeleted.class, blocks::forget));
        resources.add(new BlockResource(blocks, persons));
        return blocks;
    }
}
