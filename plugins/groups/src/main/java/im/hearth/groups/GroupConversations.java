package im.hearth.groups;

import im.hearth.core.conversations.ConversationKind;
import im.hearth.core.conversations.Look;
import im.hearth.core.conversations.Place;
import im.hearth.core.db.Database;
import im.hearth.groups.chat.GroupInbox;
import im.hearth.groups.chat.GroupMessageView;
import im.hearth.groups.chat.GroupMessageViews;
import im.hearth.messages.ChatMessage;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The conversations of groups: those of a person are those of the groups that they are in. */
public final class GroupConversations implements ConversationKind {
    private final Database database;
    private final GroupConversationStore store;
    private final Groups groups;
    private final GroupInbox inbox;
    private final GroupMessageViews views;

    public GroupConversations(
            Database database, GroupConversationStore store, Groups groups, GroupInbox inbox, GroupMessageViews views) {
        this.database = database;
        this.store = store;
        this.groups = groups;
        this.inbox = inbox;
        this.views = views;
    }

    @Override
    public String name() {
        return "groups";
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
        List<String> rooms = places.stream().map(Place::with).toList();
        Map<String, ChatMessage> last = inbox.last(person, rooms);
        Map<String, Integer> unread = inbox.unread(person, rooms);
        Map<String, GroupMessageView> shown = views.of(List.copyOf(last.values()), person).stream()
                .collect(Collectors.toMap(GroupMessageView::group, view -> view));
        Map<String, Look> looks = new HashMap<>();
        for (Group group : groups.find(rooms)) {
            String room = group.room();
            looks.put(
                    room,
                    new Look(
                            null,
                            group.id(),
                            group.name(),
                            group.pictureUrl(),
                            shown.get(group.id()),
                            unread.getOrDefault(room, 0)));
        }
        return looks;
    }

    @Override
    public int unread(String person) {
        return inbox.unread(person);
    }

    @Override
    public Map<String, Integer> unread(String person, Collection<String> withs) {
        return inbox.unread(person, withs);
    }
}
