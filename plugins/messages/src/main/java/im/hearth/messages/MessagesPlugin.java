package im.hearth.messages;

import im.hearth.core.Core;
import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.plugin.FeaturePlugin;
import im.hearth.core.plugin.Registrations;
import im.hearth.core.rest.RestModule;
import im.hearth.core.stanza.MessageGate;
import im.hearth.messages.conversations.ConversationResource;
import im.hearth.messages.conversations.ConversationSettingStore;
import im.hearth.messages.conversations.ConversationStore;
import im.hearth.messages.conversations.Conversations;
import im.hearth.messages.conversations.PeopleConversations;
import im.hearth.messages.mam.ArchivePreferences;
import im.hearth.messages.mam.MamArchive;
import im.hearth.messages.mam.MamStanzas;
import im.hearth.messages.mam.MamStore;
import im.hearth.messages.mam.PreferenceStanzas;
import im.hearth.messages.mam.PreferenceStore;
import im.hearth.messages.stanza.Retraction;
import im.hearth.messages.stanza.StanzaIds;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Messages between two people: archived, then routed; seen, edited and taken back on both doors. */
public final class MessagesPlugin extends FeaturePlugin {
    /** Who searches reads what is not indexed yet as it is: there is to be little of it. */
    private static final Duration INDEX_EVERY = Duration.ofSeconds(2);

    @Override
    protected void start(Core core, Registrations registrations) {
        Addresses addresses = new Addresses(core.domain(), core.users());
        MessageStore store = new MessageStore(core.database().dialect());
        ArchivePreferences preferences = new ArchivePreferences(
                core.database(),
                core.accounts(),
                new PreferenceStore(),
                addresses,
                core.users()::hasInRoster,
                core.clock());
        registrations.add(core.events().subscribe(AccountDeleted.class, preferences::forget));
        Barrier barrier = new Barrier(preferences, core.people(), addresses);
        ArchiveWriter writer = new ArchiveWriter(
                core.database(), new ArchiveStore(), barrier, core.clock(), new ArchiveMeters(core.meters(), "chat"));
        registrations.add(writer::close);

        Archive archive = new Archive(
                core.database(),
                store,
                writer,
                core.settings(),
                core.events(),
                core.clock(),
                core.media(),
                core.talks());
        Attachments attachments = new Attachments(core.media(), core.talks());
        Inbox inbox = new Inbox(core.database(), store);
        Delivery delivery = message -> {
            if (barrier.lets(message)) {
                core.router().route(message);
            }
            // The server itself has no sessions.
            if (message.getFrom().getNode() != null && !message.getTo().equals(message.getFrom())) {
                core.sessions().carbonsOfSent(message);
            }
        };
        Messages messages =
                new Messages(archive, inbox, addresses, delivery, attachments, core.settings(), UUID::randomUUID);
        registrations.add(core.talks().add(new Chats(messages, inbox, addresses)));
        MessageViews views = new MessageViews(addresses, attachments, core.talks());
        LiveMessages live =
                new LiveMessages(core.database(), core.live(), store, archive, addresses, views, core.talks());
        registrations.add(core.live().add(live));
        registrations.add(core.live().post("message", "/messages/"));
        registrations.add(core.notices().add(new MessageNotices(store, addresses)));
        registrations.add(core.events().subscribe(MessageSent.class, sent -> live.wake(sent.message())));
        registrations.add(core.events().subscribe(MessageEdited.class, edited -> live.wake(edited.message())));
        registrations.add(core.events().subscribe(MessageRetracted.class, gone -> live.wake(gone.message())));
        registrations.add(core.events().subscribe(MessageSignalled.class, signalled -> live.wake(signalled.signal())));
        registrations.add(core.events().subscribe(MessagesRead.class, live::read));
        Farewell farewell =
                new Farewell(core.database(), store, new Removal(store, core.media(), core.talks()), addresses);
        registrations.add(core.events().subscribe(AccountDeleted.class, farewell::say));

        Retention retention =
                new Retention(core.database(), store, core.media(), core.talks(), core.settings(), core.clock());
        registrations.add(core.jobs().every("messages.retention", Duration.ofMinutes(10), retention::keep));
        WordIndex words =
                new WordIndex(core.database(), new WordStore(core.database().dialect()));
        registrations.add(core.jobs().onEachNode("messages.words", INDEX_EVERY, words::catchUp));
        Conversations conversations = conversations(core, registrations, store, addresses, views);

        registrations.add(core.personalData().add(new MessageData(inbox, views, conversations, addresses)));

        registrations.add(core.rest()
                .add(new RestModule(
                        "messages",
                        List.of(
                                new MessageResource(
                                        messages,
                                        inbox,
                                        addresses,
                                        attachments,
                                        views,
                                        core.talks(),
                                        core.media(),
                                        core.settings()),
                                new ConversationResource(conversations, addresses)),
                        MessagesPlugin.class.getResource("/openapi/hearth-messages.json"))));
        registrations.add(core.stanzas()
                .onMessage(
                        MessageGate.Stage.ARCHIVE,
                        new MessageStanzas(
                                archive, addresses, attachments, core.talks(), core.settings(), UUID::randomUUID)));
        MamStanzas mam = new MamStanzas(
                new MamArchive(core.database(), new MamStore(core.database().dialect())),
                core.domain(),
                core.sessions()::deliver);
        PreferenceStanzas door = new PreferenceStanzas(preferences, mam);
        registrations.add(core.iqs().serve("query", MamStanzas.NAMESPACE, door::serve));
        announce(core, registrations);
    }

    private static Conversations conversations(
            Core core, Registrations registrations, MessageStore store, Addresses addresses, MessageViews views) {
        registrations.add(core.conversations()
                .add(new PeopleConversations(
                        core.database(), new ConversationStore(), store, core.accounts(), addresses, views::of)));
        Conversations conversations = new Conversations(
                core.database(),
                core.accounts(),
                new ConversationSettingStore(),
                core.conversations(),
                addresses,
                core.clock());
        registrations.add(core.conversations().mutesKnownBy(conversations));
        registrations.add(core.events().subscribe(AccountDeleted.class, conversations::forget));
        return conversations;
    }

    private static void announce(Core core, Registrations registrations) {
        for (String feature : List.of(MamStanzas.NAMESPACE, MamStanzas.EXTENDED)) {
            registrations.add(core.disco().accountFeature(feature));
        }
        for (String feature : List.of(StanzaIds.NAMESPACE, Retraction.NAMESPACE, Retraction.TOMBSTONE_FEATURE)) {
            registrations.add(core.disco().accountFeature(feature));
            registrations.add(core.disco().serverFeature(feature));
        }
    }
}
