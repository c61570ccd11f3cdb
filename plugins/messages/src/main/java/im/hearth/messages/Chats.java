package im.hearth.messages;

import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Parcel;
import im.hearth.core.talk.Said;
import im.hearth.core.talk.Talk;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/** The talk of two. */
public final class Chats implements Talk {
    static final String TYPE = "message";

    private final Messages messages;
    private final Inbox inbox;
    private final Addresses addresses;

    public Chats(Messages messages, Inbox inbox, Addresses addresses) {
        this.messages = messages;
        this.inbox = inbox;
        this.addresses = addresses;
    }

    /** A message, as one of the two sees it. */
    static Said said(ChatMessage message, String person) {
        return new Said(
                message.id(),
                TYPE,
                message.conversation(),
                message.sender().equals(person) ? message.receiver() : message.sender(),
                message.sender(),
                message.reference(),
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
        return inbox.find(person, id).map(message -> said(message, person));
    }

    @Override
    public Optional<Said> find(String id) {
        return inbox.find(id).map(message -> said(message, message.sender()));
    }

    @Override
    public Optional<Said> named(String person, String with, String reference) {
        return messages.named(person, with, reference).map(message -> said(message, person));
    }

    @Override
    public List<Said> find(String person, Collection<String> ids) {
        return inbox.find(person, ids).stream()
                .map(message -> said(message, person))
                .toList();
    }

    @Override
    public Said say(String person, String with, Parcel parcel) {
        return said(messages.send(person, with, parcel), person);
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
    public Optional<Said> remove(String id, @Nullable String reason, Function<Said, Effect> effect) {
        Optional<ChatMessage> found = inbox.find(id);
        found.filter(message -> !message.isRetracted())
                .ifPresent(message -> messages.remove(message, reason, effect.apply(said(message, message.sender()))));
        return found.map(message -> said(message, message.sender()));
    }

    @Override
    public List<String> audience(Said said) {
        return Conversation.people(said.conversation())
                .filter(addresses::isHere)
                .map(addresses::name)
                .toList();
    }
}
