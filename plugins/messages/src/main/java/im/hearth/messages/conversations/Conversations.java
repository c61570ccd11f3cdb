package im.hearth.messages.conversations;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.conversations.ConversationKind;
import im.hearth.core.conversations.ConversationKinds;
import im.hearth.core.conversations.Look;
import im.hearth.core.conversations.Mutes;
import im.hearth.core.conversations.Place;
import im.hearth.core.db.Database;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Page;
import im.hearth.messages.Addresses;
import im.hearth.messages.MessageId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/** The rules of somebody's list of conversations, of whatever kind. Persons are bare JIDs here. */
public final class Conversations implements Mutes {
    private final Database database;
    private final Accounts accounts;
    private final ConversationSettingStore settings;
    private final ConversationKinds kinds;
    private final Addresses addresses;
    private final Clock clock;

    public Conversations(
            Database database,
            Accounts accounts,
            ConversationSettingStore settings,
            ConversationKinds kinds,
            Addresses addresses,
            Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.settings = settings;
        this.kinds = kinds;
        this.addresses = addresses;
        this.clock = clock;
    }

    /** A conversation in somebody's list; one that is muted no longer says nothing of that. */
    public record Listed(Place place, Look look) {}

    /**
     * What is to change.
     *
     * @param pinned null leaves it
     * @param setMuted whether it is to be muted, or no longer
     * @param mutedUntil null for not muted
     */
    public record Change(
            @Nullable Boolean pinned,
            boolean setMuted,
            @Nullable Instant mutedUntil) {}

    /** A place, and the kind of conversation that has it. */
    private record Found(ConversationKind kind, Place place) {
        String key() {
            return (place.pinned() ? "1 " : "0 ") + place.latest() + ' ' + kind.name() + ' ' + place.with();
        }
    }

    /** Pinned ones first, the latest first; those of one moment by kind, which no two messages have. */
    private static final Comparator<Found> ORDER = Comparator.comparing(
                    (Found found) -> found.place().pinned(), Comparator.reverseOrder())
            .thenComparing(found -> found.place().latest(), Comparator.reverseOrder())
            .thenComparing(found -> found.kind().name());

    /**
     * The person's conversations, pinned ones first, the latest first.
     *
     * @param after the key of the last one of the page before; null for the first page
     * @throws Problem INVALID for a key that is none
     */
    public Page<Listed> list(String person, @Nullable String after, int limit) {
        List<Found> rows = new ArrayList<>();
        for (ConversationKind kind : kinds.all()) {
            for (Place place : kind.after(person, start(kind, after), limit + 1)) {
                rows.add(new Found(kind, place));
            }
        }
        // Each kind brings its own in the list's order, which a stable sort keeps.
        rows.sort(ORDER);
        Page<Found> page = Page.of(rows.size() > limit ? rows.subList(0, limit + 1) : rows, limit, Found::key);
        Map<String, Look> looks = new HashMap<>();
        for (ConversationKind kind : kinds.all()) {
            looks.putAll(kind.look(
                    person,
                    page.items().stream()
                            .filter(found -> found.kind().equals(kind))
                            .map(Found::place)
                            .toList()));
        }
        // One that has gone while we looked is not in the list any more.
        return new Page<>(
                page.items().stream()
                        .filter(found -> looks.containsKey(found.place().with()))
                        .map(found -> listed(found.place(), looks))
                        .toList(),
                page.next());
    }

    private Listed listed(Place place, Map<String, Look> looks) {
        Instant until = place.mutedUntil();
        boolean muted = until != null && until.isAfter(clock.instant());
        Look look = looks.get(place.with());
        if (look == null) {
            throw absent();
        }
        return new Listed(muted ? place : new Place(place.with(), place.latest(), place.pinned(), null), look);
    }

    /** From where on a kind's conversations come after the one with that key. */
    private static Place start(ConversationKind kind, @Nullable String after) {
        if (after == null) {
            return Place.TOP;
        }
        String[] parts = after.split(" ", 4);
        OptionalLong latest = parts.length == 4 ? MessageId.parse(parts[1]) : OptionalLong.empty();
        if (latest.isEmpty() || !(parts[0].equals("0") || parts[0].equals("1"))) {
            throw Problem.invalid("cursor", "is not one that a list gave as next");
        }
        boolean pinned = parts[0].equals("1");
        int order = kind.name().compareTo(parts[2]);
        if (order == 0) {
            return new Place(parts[3], latest.getAsLong(), pinned, null);
        }
        // Of one moment, the kinds come one after the other.
        return new Place("", order < 0 ? latest.getAsLong() : latest.getAsLong() + 1, pinned, null);
    }

    /**
     * One of the person's conversations.
     *
     * @param id the bare JID of the other one, or of the room
     * @throws Problem NOT_FOUND
     */
    public Listed require(String person, String id) {
        Found found = find(person, with(id));
        return listed(found.place(), found.kind().look(person, List.of(found.place())));
    }

    /**
     * Pins or mutes one of the person's conversations, or no longer.
     *
     * @throws Problem NOT_FOUND; INVALID for a time that has passed
     */
    public Listed change(String person, String id, Change change) {
        String with = with(id);
        Instant wanted = change.mutedUntil();
        if (wanted != null && !wanted.isAfter(clock.instant())) {
            throw Problem.invalid("muted_until", "has passed; null is for not muted");
        }
        Place place = find(person, with).place();
        boolean pinned = change.pinned() == null ? place.pinned() : change.pinned();
        Instant mutedUntil = change.setMuted() ? wanted : place.mutedUntil();
        try {
            put(person, with, pinned, mutedUntil);
        } catch (JdbiException e) {
            if (!Database.isDuplicate(e)) {
                throw e;
            }
            // Another device of the person was first to set something: now there is a row.
            put(person, with, pinned, mutedUntil);
        }
        return require(person, id);
    }

    private void put(String person, String with, boolean pinned, @Nullable Instant mutedUntil) {
        database.write(transaction -> {
            accounts.requireHeld(transaction, addresses.name(person));
            transaction.publish(new ConversationChanged(person, with, pinned, mutedUntil));
            return settings.put(
                    transaction.handle(), person, with, pinned, mutedUntil == null ? null : mutedUntil.toEpochMilli());
        });
    }

    /** Forgets what somebody has set whose account is gone. */
    public void forget(AccountDeleted deleted) {
        String jid = addresses.jid(deleted.username());
        database.write(transaction -> settings.forget(transaction.handle(), jid));
    }

    @Override
    public Set<Muted> among(Collection<String> owners, Collection<String> withs) {
        return owners.isEmpty() || withs.isEmpty()
                ? Set.of()
                : database.read(handle -> settings.muted(handle, owners, withs, clock.millis()));
    }

    private Found find(String person, String with) {
        return kinds.all().stream()
                .flatMap(kind -> kind.find(person, with).map(place -> new Found(kind, place)).stream())
                .findFirst()
                .orElseThrow(Conversations::absent);
    }

    private static String with(String id) {
        if (id.isEmpty() || id.indexOf('\0') >= 0) {
            throw absent();
        }
        try {
            return new JID(id).toBareJID();
        } catch (IllegalArgumentException e) {
            throw absent();
        }
    }

    private static Problem absent() {
        return Problem.notFound("There is no such conversation.");
    }
}
