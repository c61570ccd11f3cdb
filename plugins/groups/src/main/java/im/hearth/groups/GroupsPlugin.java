package im.hearth.groups;

import im.hearth.core.Core;
import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.events.Events;
import im.hearth.core.openfire.Rooms;
import im.hearth.core.plugin.FeaturePlugin;
import im.hearth.core.plugin.Registrations;
import im.hearth.core.rest.RestModule;
import im.hearth.core.stanza.MessageGate;
import im.hearth.groups.chat.GroupArchive;
import im.hearth.groups.chat.GroupInbox;
import im.hearth.groups.chat.GroupMessageData;
import im.hearth.groups.chat.GroupMessageEdited;
import im.hearth.groups.chat.GroupMessageResource;
import im.hearth.groups.chat.GroupMessageRetracted;
import im.hearth.groups.chat.GroupMessageSent;
import im.hearth.groups.chat.GroupMessageSignalled;
import im.hearth.groups.chat.GroupMessageStanzas;
import im.hearth.groups.chat.GroupMessageStore;
import im.hearth.groups.chat.GroupMessageViews;
import im.hearth.groups.chat.GroupMessages;
import im.hearth.groups.chat.GroupMessagesRead;
import im.hearth.groups.chat.GroupNotices;
import im.hearth.groups.chat.GroupTalk;
import im.hearth.groups.chat.LiveGroupMessages;
import im.hearth.messages.Addresses;
import im.hearth.messages.Archive;
import im.hearth.messages.ArchiveMeters;
import im.hearth.messages.ArchiveStore;
import im.hearth.messages.ArchiveWriter;
import im.hearth.messages.Attachments;
import im.hearth.messages.Inbox;
import im.hearth.messages.MessageStore;
import im.hearth.messages.Removal;
import im.hearth.messages.mam.MamArchive;
import im.hearth.messages.mam.MamStanzas;
import im.hearth.messages.mam.MamStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Rooms as groups: members and roles, what is said in them, and their history. */
public final class GroupsPlugin extends FeaturePlugin {
    @Override
    protected Set<String> needs() {
        return Set.of("hearth-messages");
    }

    /** What the streams of members show. */
    private static void announce(Core core, Registrations registrations, LiveGroups live) {
        registrations.add(core.live().add(live));
        registrations.add(core.live().post("group_message", "/group-messages/"));
        var events = core.events();
        registrations.add(events.within(MemberJoined.class, live::joined));
        registrations.add(events.within(MemberLeft.class, live::left));
        registrations.add(events.within(MemberRoleChanged.class, live::changed));
        registrations.add(events.within(GroupChanged.class, live::changed));
        // Who the members are is asked for once, away from who wrote it, however many messages come.
        registrations.add(
                events.subscribe(GroupMessageSent.class, sent -> core.live().look()));
        registrations.add(
                events.subscribe(GroupMessageEdited.class, edited -> core.live().look()));
        registrations.add(events.subscribe(
                GroupMessageRetracted.class, gone -> core.live().look()));
        registrations.add(events.subscribe(
                GroupMessageSignalled.class, signalled -> core.live().look()));
        registrations.add(
                events.subscribe(GroupMessagesRead.class, read -> core.live().look()));
    }

    @Override
    protected void start(Core core, Registrations registrations) {
        Rooms rooms = core.rooms();
        rooms.keepStanzaIds();
        Addresses addresses = new Addresses(core.domain(), core.users());
        Attachments attachments = new Attachments(core.media(), core.talks());
        GroupStore store = new GroupStore();
        MessageStore messageStore = new MessageStore(core.database().dialect());
        ErrandStore errandStore = new ErrandStore();
        Pictures pictures = new Pictures(core.database(), new PictureStore(), core.media());
        RoomKeeper keeper = new RoomKeeper(core.database(), store, rooms, addresses, pictures, core.router()::route);
        Errands errands = new Errands(
                core.database(),
                store,
                errandStore,
                keeper,
                addresses,
                core.router()::route,
                UUID::randomUUID,
                core.clock());
        registrations.add(errands::close);
        registrations.add(core.jobs().every("groups.errands", Duration.ofMinutes(1), errands::doOverdue));
        Groups groups = new Groups(
                core.database(),
                store,
                errandStore,
                new Removal(messageStore, core.media(), core.talks()),
                pictures,
                keeper,
                errands,
                rooms,
                core.accounts(),
                addresses,
                core.people(),
                core.settings(),
                UUID::randomUUID,
                core.clock());
        registrations.add(core.events().subscribe(AccountDeleted.class, groups::forget));
        RoomWatch watch = new RoomWatch(groups);
        registrations.add(watch::close);
        registrations.add(rooms.listen(watch));

        GroupMessageStore chatStore = new GroupMessageStore(core.database().dialect());
        ArchiveWriter writer = new ArchiveWriter(
                core.database(), new ArchiveStore(), core.clock(), new ArchiveMeters(core.meters(), "groupchat"));
        registrations.add(writer::close);
        Archive archive = new Archive(
                core.database(),
                messageStore,
                writer,
                core.settings(),
                new Events(),
                core.clock(),
                core.media(),
                core.talks());
        GroupArchive groupArchive =
                new GroupArchive(core.database(), archive, writer, messageStore, chatStore, core.events());
        GroupInbox inbox = new GroupInbox(
                core.database(), messageStore, chatStore, groups, new Inbox(core.database(), messageStore));
        GroupMessages messages = new GroupMessages(
                groups, groupArchive, inbox, rooms, addresses, attachments, core.settings(), UUID::randomUUID);
        GroupMessageViews views = new GroupMessageViews(core.database(), store, addresses, attachments, core.talks());

        registrations.add(core.personalData().add(new GroupData(groups, addresses)));
        registrations.add(core.personalData().add(new GroupMessageData(inbox, views, addresses)));
        registrations.add(core.talks().add(new GroupTalk(messages, inbox, groups, addresses)));

        announce(core, registrations, new LiveGroups(core.live(), store, addresses));
        registrations.add(core.live()
                .add(new LiveGroupMessages(chatStore, messageStore, archive, addresses, views, core.talks())));
        GroupNotices notices = new GroupNotices(chatStore, store, addresses, core.notices());
        registrations.add(core.notices().add(notices));
        registrations.add(core.events().within(MemberJoined.class, notices::joined));
        registrations.add(core.conversations()
                .add(new GroupConversations(core.database(), new GroupConversationStore(), groups, inbox, views)));
        registrations.add(core.rest()
                .add(new RestModule(
                        "groups",
                        List.of(
                                new GroupResource(groups, inbox, views, addresses),
                                new GroupMessageResource(
                                        messages,
                                        inbox,
                                        groups,
                                        addresses,
                                        attachments,
                                        views,
                                        core.talks(),
                                        core.media(),
                                        core.settings())),
                        GroupsPlugin.class.getResource("/openapi/hearth-groups.json"))));
        registrations.add(core.stanzas()
                .onMessage(
                        MessageGate.Stage.ROOM,
                        new GroupMessageStanzas(
                                groups,
                                groupArchive,
                                rooms,
                                addresses,
                                attachments,
                                core.talks(),
                                core.settings(),
                                UUID::randomUUID)));
        MamStanzas mam = new MamStanzas(
                new MamArchive(core.database(), new MamStore(core.database().dialect())),
                core.domain(),
                core.sessions()::deliver);
        registrations.add(core.stanzas().onRequest(new GroupStanzas(groups, messages, mam, rooms, pictures)));
    }
}
