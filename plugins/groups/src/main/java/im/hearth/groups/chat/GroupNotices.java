package im.hearth.groups.chat;

import im.hearth.core.db.Transaction;
import im.hearth.core.notices.Notice;
import im.hearth.core.notices.NoticePage;
import im.hearth.core.notices.NoticeSource;
import im.hearth.core.notices.Notices;
import im.hearth.core.notices.NotificationKind;
import im.hearth.groups.Group;
import im.hearth.groups.GroupStore;
import im.hearth.groups.Member;
import im.hearth.groups.MemberJoined;
import im.hearth.groups.chat.GroupMessageStore.News;
import im.hearth.messages.Addresses;
import im.hearth.messages.MessageId;
import im.hearth.messages.stanza.StanzaParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Who may be notified of what happens in groups: the members, whether or not they ever joined the room. Of messages nothing
 * is written for it: they are read from the archive.
 */
public final class GroupNotices implements NoticeSource {
    private final GroupMessageStore store;
    private final GroupStore groups;
    private final Addresses addresses;
    private final Notices notices;

    public GroupNotices(GroupMessageStore store, GroupStore groups, Addresses addresses, Notices notices) {
        this.store = store;
        this.groups = groups;
        this.addresses = addresses;
        this.notices = notices;
    }

    /** Says who was added to a group by somebody else. */
    public void joined(Transaction transaction, MemberJoined joined) {
        Member member = joined.member();
        if (member.jid().equals(joined.actor()) || !addresses.isHere(member.jid())) {
            return;
        }
        String name = groups.find(transaction.handle(), member.room())
                .map(Group::name)
                .orElse(null);
        notices.note(
                transaction,
                new Notice(
                        0,
                        NotificationKind.GROUP_INVITATION,
                        Set.of(addresses.name(member.jid())),
                        joined.actor(),
                        member.room(),
                        new JID(member.room()).getNode(),
                        name,
                        null));
    }

    @Override
    public NoticePage read(Handle handle, long after, long upTo, int limit) {
        List<News> news = store.news(handle, after, upTo, limit);
        Set<String> rooms = news.stream().map(News::room).collect(Collectors.toSet());
        if (rooms.isEmpty()) {
            return new NoticePage(List.of(), upTo);
        }
        Map<String, String> names = groups.find(handle, rooms).stream()
                .collect(Collectors.toMap(Group::room, Group::name, (one, other) -> one));
        Map<String, List<Member>> members = groups.members(handle, rooms).stream()
                .filter(member -> addresses.isHere(member.jid()))
                .collect(Collectors.groupingBy(Member::room));
        List<Notice> found = new ArrayList<>();
        for (News one : news) {
            add(found, one, names.get(one.room()), members.getOrDefault(one.room(), List.of()));
        }
        return new NoticePage(
                found, news.size() < limit ? upTo : news.get(news.size() - 1).id());
    }

    private void add(List<Notice> found, News news, @Nullable String name, List<Member> members) {
        String author = news.sender().substring(news.room().length() + 1);
        Set<String> candidates = candidates(news);
        Set<String> mentioned = new HashSet<>();
        Set<String> others = new HashSet<>();
        for (Member member : members) {
            boolean isNew =
                    !member.jid().equals(author) && member.joinedId() < news.id() && member.readUpTo() < news.id();
            if (isNew) {
                (candidates.contains(member.jid()) ? mentioned : others).add(addresses.name(member.jid()));
            }
        }
        add(found, news, NotificationKind.MENTION, mentioned, author, name);
        add(found, news, NotificationKind.GROUP_MESSAGE, others, author, name);
    }

    private static void add(
            List<Notice> found,
            News news,
            NotificationKind kind,
            Set<String> people,
            String author,
            @Nullable String name) {
        if (!people.isEmpty()) {
            found.add(new Notice(news.id(), kind, people, author, news.room(), MessageId.text(news.id()), name, null));
        }
    }

    private Set<String> candidates(News news) {
        Message stanza =
                news.references() == null ? new Message() : new Message(new StanzaParser().parse(news.references()));
        return GroupArchive.candidates(stanza, news.body(), addresses::jid);
    }
}
