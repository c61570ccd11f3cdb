package im.hearth.groups.chat;

import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Parcel;
import im.hearth.core.talk.Said;
import im.hearth.core.talk.Talk;
import im.hearth.groups.Groups;
import im.hearth.groups.Member;
import im.hearth.messages.Addresses;
import im.hearth.messages.ChatMessage;
import im.hearth.messages.MessageId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/** The talk in groups. */
public final class GroupTalk implements Talk {
    static final String TYPE = "group_message";

    private final GroupMessages messages;
    private final GroupInbox inbox;
    private final Groups groups;
    private final Addresses addresses;

    public GroupTalk(GroupMessages messages, GroupInbox inbox, Groups groups, Addresses addresses) {
        this.messages = messages;
        this.inbox = inbox;
        this.groups = groups;
        this.addresses = addresses;
    }

    static Said said(ChatMessage message) {
        return new Said(
                message.id(),
                TYPE,
                message.receiver(),
                message.receiver(),
                Author.person(message),
                MessageId.text(message.id()),
                message.body(),
                message.timestamp(),
                message.isRetracted());
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Optional<Said> find(String person, String id) {
        return inbox.find(person, id).map(seen -> said(seen.message()));
    }

    @Override
    public Optional<Said> find(String id) {
        return inbox.find(id).map(GroupTalk::said);
    }

    @Override
    public Optional<Said> named(String person, String with, String reference) {
        return messages.named(person, with, reference).map(GroupTalk::said);
    }

    @Override
    public List<Said> find(String person, Collection<String> ids) {
        return inbox.find(person, ids).stream().map(GroupTalk::said).toList();
    }

    @Override
    public Said say(String person, String with, Parcel parcel) {
        return said(messages.send(person, groups.room(with), parcel));
    }

    @Override
    public long signal(String person, Said about, Parcel parcel) {
        return messages.signal(person, about.with(), parcel);
    }

    @Override
    public void edit(String person, Said said, String body, Consumer<Message> payload) {
        messages.edit(person, said.text(), body, payload);
    }

    @Override
    public void retract(String person, Said said) {
        messages.retract(person, said.text());
    }

    @Override
    public void retractSignal(String person, long id) {
        messages.retractSignal(person, id);
    }

    @Override
    public void removeSignal(long id) {
        inbox.findSignal(id)
                .filter(stanza -> !stanza.isRetracted())
                .ifPresent(stanza -> messages.remove(stanza, null, Effect.NONE));
    }

    @Override
    public boolean isRunBy(String person, Said said) {
        return groups.member(person, said.with())
                .map(member -> member.role().manages())
                .orElse(false);
    }

    @Override
    public Optional<Said> remove(String id, @Nullable String reason, Function<Said, Effect> effect) {
        Optional<ChatMessage> found = inbox.find(id);
        found.filter(message -> !message.isRetracted())
                .ifPresent(message -> messages.remove(message, reason, effect.apply(said(message))));
        return found.map(GroupTalk::said);
    }

    @Override
    public List<String> audience(Said said) {
        return groups.membersByRoom(List.of(said.with())).getOrDefault(said.with(), List.of()).stream()
                .map(Member::jid)
                .filter(addresses::isHere)
                .map(addresses::name)
                .toList();
    }
}
