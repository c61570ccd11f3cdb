package im.hearth.messages.conversations;

import im.hearth.core.accounts.Accounts;
import im.hearth.core.conversations.ConversationKind;
import im.hearth.core.conversations.Look;
import im.hearth.core.conversations.Place;
import im.hearth.core.db.Database;
import im.hearth.messages.Addresses;
import im.hearth.messages.ChatMessage;
import im.hearth.messages.MessageStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The conversations between two people. */
public final class PeopleConversations implements ConversationKind {
    private final Database database;
    private final ConversationStore store;
    private final MessageStore messages;
    private final Accounts accounts;
    private final Addresses addresses;
    private final BiFunction<List<ChatMessage>, String, List<?>> shown;

    /**
     * The conversations of an archive.
     *
     * @param shown how messages look at the REST door to somebody, by username; in their order
     */
    public PeopleConversations(
            Database database,
            ConversationStore store,
            MessageStore messages,
            Accounts accounts,
            Addresses addresses,
            BiFunction<List<ChatMessage>, String, List<?>> shown) {
        this.database = database;
        this.store = store;
        this.messages = messages;
        this.accounts = accounts;
        this.addresses = addresses;
        this.shown = shown;
    }

    @Override
    public String name() {
        return "people";
    }

    @Override
    public List<Place> after(String person, Place place, int limit) {
        return database.read(handle -> store.after(handle, person, place, limit));
    }

    @Override
    public Optional<Place> find(String person, String with) {
        return database.read(handle -> store.find(handle, person, with));
    }

    @Override
    public Map<String, Look> look(String person, Collection<Place> places) {
        if (places.isEmpty()) {
            return Map.of();
        }
        List<String> peers = places.stream().map(Place::with).toList();
        List<Long> latest = places.stream().map(Place::latest).toList();
        List<ChatMessage> last =
                database.read(handle -> messages.asides().seenBy(handle, person, messages.find(handle, latest)));
        Map<String, Integer> unread = database.read(handle -> store.unread(handle, person, peers));
        Map<String, String> names = accounts.names(
                peers.stream().filter(addresses::isHere).map(addresses::name).toList());
        Map<Long, Object> views = new HashMap<>();
        List<?> shownLast = shown.apply(last, addresses.name(person));
        for (int i = 0; i < last.size(); i++) {
            views.put(last.get(i).id(), shownLast.get(i));
        }
        return places.stream()
                .collect(Collectors.toMap(
                        Place::with,
                        place -> new Look(
                                addresses.nameIfThere(place.with()),
                                null,
                                addresses.isHere(place.with()) ? names.get(addresses.name(place.with())) : null,
                                null,
                                views.get(place.latest()),
                                unread.getOrDefault(place.with(), 0))));
    }
}
