package im.hearth.location.message;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.CommitClock;
import im.hearth.core.db.Database;
import im.hearth.core.problem.Problem;
import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Extras;
import im.hearth.core.talk.Incoming;
import im.hearth.core.talk.Location;
import im.hearth.core.talk.Parcel;
import im.hearth.core.talk.Part;
import im.hearth.location.Coordinates;
import im.hearth.location.Geoloc;
import im.hearth.location.Vault;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Messages that tell a place: by a {@code geo:} URI as their words, which any client shows as a link to a map, or by a
 * payload of <a href="https://xmpp.org/extensions/xep-0080.html">XEP-0080</a>; ours have both.
 */
public final class Places implements Part {
    /** How many characters (code points) a label may have. */
    private static final int LONGEST_LABEL = 200;

    private static final QName DESCRIPTION = QName.get("description", Geoloc.NAMESPACE);

    private final Database database;
    private final PlaceStore store;
    private final Vault vault;
    private final Accounts accounts;
    private final CommitClock ids;
    private final String domain;

    /**
     * Makes them.
     *
     * @param domain of the server
     */
    public Places(Database database, PlaceStore store, Vault vault, Accounts accounts, CommitClock ids, String domain) {
        this.database = database;
        this.store = store;
        this.vault = vault;
        this.accounts = accounts;
        this.ids = ids;
        this.domain = domain;
    }

    /**
     * The message that tells a place.
     *
     * @throws Problem INVALID with the fields of {@code location} that are wrong
     */
    public Parcel telling(Location location) {
        Coordinates at =
                Coordinates.checked("location.", location.latitude(), location.longitude(), location.accuracy());
        String label = label(location.label());
        return new Parcel(
                GeoUri.of(at),
                stanza -> {
                    Element geoloc = Geoloc.of(at);
                    if (label != null) {
                        geoloc.addElement(DESCRIPTION).setText(label);
                    }
                    stanza.getElement().add(geoloc);
                },
                effect(kept(at, label)));
    }

    private static @Nullable String label(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String label = text.strip();
        if (label.codePointCount(0, label.length()) > LONGEST_LABEL) {
            throw Problem.invalid("location.label", "must have at most " + LONGEST_LABEL + " characters");
        }
        if (label.codePoints().anyMatch(Character::isISOControl)) {
            throw Problem.invalid("location.label", "must be one line of text");
        }
        return label;
    }

    @Override
    public Optional<Effect> admit(Incoming incoming) {
        return told(incoming.stanza()).map(this::effect);
    }

    /** What is said instead tells another place, or none (XEP-0308: it takes the place of the whole message). */
    @Override
    public Effect edit(long message, Message correction) {
        Optional<Vault.Kept> told = told(correction);
        return (transaction, id) -> {
            store.delete(transaction.handle(), List.of(message));
            told.ifPresent(kept -> insert(transaction.handle(), message, kept));
        };
    }

    @Override
    public Effect editAside(long message, String author, Message correction) {
        Optional<Vault.Kept> told = told(correction);
        String place = told.map(kept -> vault.seal(asideContext(message), kept)).orElse(null);
        return (transaction, id) -> {
            Handle handle = transaction.handle();
            if (!accounts.gone(handle, List.of(new JID(author).getNode())).isEmpty()) {
                throw Problem.notFound("There is no such user.");
            }
            store.putAside(handle, message, author, place);
        };
    }

    /** The place that a message tells. */
    private static Optional<Vault.Kept> told(Message stanza) {
        if (stanza.getBody() == null) {
            return Optional.empty();
        }
        Element geoloc = stanza.getElement().element(Geoloc.ELEMENT);
        if (geoloc == null) {
            return GeoUri.parse(stanza.getBody()).map(at -> kept(at, null));
        }
        return read(geoloc).map(at -> kept(at, description(geoloc)));
    }

    /** What a payload names; whoever sends nonsense in one has still said what the words say. */
    private static Optional<Coordinates> read(Element geoloc) {
        try {
            return Optional.ofNullable(Geoloc.coordinates(geoloc));
        } catch (Problem wrong) {
            return Optional.empty();
        }
    }

    private static @Nullable String description(Element geoloc) {
        String text = geoloc.elementTextTrim(DESCRIPTION);
        if (text == null || text.isEmpty()) {
            return null;
        }
        int length = Math.min(LONGEST_LABEL, text.codePointCount(0, text.length()));
        return text.substring(0, text.offsetByCodePoints(0, length));
    }

    private static Vault.Kept kept(Coordinates at, @Nullable String label) {
        return new Vault.Kept(at, label == null ? "" : label);
    }

    private Effect effect(Vault.Kept kept) {
        return (transaction, id) -> insert(transaction.handle(), id, kept);
    }

    private void insert(Handle handle, long message, Vault.Kept kept) {
        store.insert(handle, message, vault.seal(context(message), kept));
    }

    @Override
    public Map<Long, Extras> show(Collection<Long> messages, @Nullable String viewer) {
        Map<Long, Extras> shown = new HashMap<>();
        String person = viewer == null ? "" : jid(viewer);
        database.read(handle -> store.find(handle, messages, person))
                .forEach((id, found) -> open(found).ifPresent(kept -> shown.put(id, Extras.location(location(kept)))));
        return shown;
    }

    private Optional<Vault.Kept> open(PlaceStore.Kept found) {
        String context = found.isAside() ? asideContext(found.message()) : context(found.message());
        return found.place() == null ? Optional.empty() : vault.open(context, found.place());
    }

    /**
     * Forgets what messages tell somebody alone whose account is gone. What an archive is just committing of theirs is waited
     * for; whatever it commits later knows that they are gone.
     */
    public void forget(AccountDeleted deleted) {
        database.write(transaction -> ids.awaitOthers(transaction.handle()));
        database.write(transaction -> store.forget(transaction.handle(), jid(deleted.username())));
    }

    private String jid(String username) {
        return username + '@' + domain;
    }

    private static Location location(Vault.Kept kept) {
        Coordinates at = kept.coordinates();
        return new Location(
                at.latitude(), at.longitude(), at.accuracy(), kept.label().isEmpty() ? null : kept.label());
    }

    @Override
    public void erase(Handle handle, Collection<Long> messages) {
        store.delete(handle, messages);
    }

    private static String context(long message) {
        return "location-message:" + message;
    }

    private static String asideContext(long message) {
        return "location-aside:" + message;
    }
}
