package im.hearth.reports;

import im.hearth.core.conversations.ConversationKind;
import im.hearth.core.conversations.Look;
import im.hearth.core.conversations.Place;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The group garden, with a picture, which alice is in. */
final class FakeGroups implements ConversationKind {
    private static final String ROOM = "garden@conference." + House.DOMAIN;

    @Override
    public String name() {
        return "groups";
    }

    @Override
    public List<Place> after(String person, Place place, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Place> find(String person, String with) {
        return person.equals("alice@" + House.DOMAIN) && with.equals(ROOM)
                ? Optional.of(new Place(ROOM, 1, false, null))
                : Optional.empty();
    }

    @Override
    public Map<String, Look> look(String person, Collection<Place> places) {
        return Map.of(ROOM, new Look(null, "garden", "Garden", "https://hearth.test/media/gate/gate.bin", null, 0));
    }
}
