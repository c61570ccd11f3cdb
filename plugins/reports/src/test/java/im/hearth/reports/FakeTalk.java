package im.hearth.reports;

import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Parcel;
import im.hearth.core.talk.Said;
import im.hearth.core.talk.Talk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/** What alice and bob said to each other, by id. */
final class FakeTalk implements Talk {
    final Map<String, Said> said = new TreeMap<>();
    final List<String> reasons = new ArrayList<>();
    private final House house;

    FakeTalk(House house) {
        this.house = house;
    }

    Said add(long id, String author, @Nullable String body) {
        Said message = new Said(
                id,
                type(),
                "alice bob",
                "bob@" + House.DOMAIN,
                author + "@" + House.DOMAIN,
                "m" + id,
                body,
                Instant.parse("2026-01-15T11:00:00Z"),
                false);
        said.put(message.text(), message);
        return message;
    }

    @Override
    public String type() {
        return "message";
    }

    @Override
    public Optional<Said> find(String person, String id) {
        boolean sees = person.equals("alice@" + House.DOMAIN) || person.equals("bob@" + House.DOMAIN);
        return sees ? Optional.ofNullable(said.get(id)) : Optional.empty();
    }

    @Override
    public Optional<Said> remove(String id, @Nullable String reason, Function<Said, Effect> effect) {
        Optional<Said> found = Optional.ofNullable(said.remove(id));
        found.ifPresent(message -> {
            house.database.write(transaction -> {
                effect.apply(message).apply(transaction, 0);
                return true;
            });
            reasons.add(String.valueOf(reason));
        });
        return found;
    }

    @Override
    public Optional<Said> find(String id) {
        throw new UnsupportedOperationException("Reports do not ask for it");
    }

    @Override
    public void removeSignal(long id) {
        throw new UnsupportedOperationException("Reports do not ask for it");
    }

    @Override
    public Optional<Said> named(String person, String with, String reference) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void retractSignal(String person, long id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Said say(String person, String with, Parcel parcel) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long signal(String person, Said about, Parcel parcel) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void edit(String person, Said message, String body, Consumer<Message> payload) {
        throw new UnsupportedOperationException("Nobody edits here");
    }

    @Override
    public void retract(String person, Said message) {
        throw new UnsupportedOperationException("Nobody takes anything back here");
    }

    @Override
    public List<String> audience(Said message) {
        return List.of("alice", "bob");
    }
}
