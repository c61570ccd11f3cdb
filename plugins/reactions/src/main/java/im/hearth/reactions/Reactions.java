package im.hearth.reactions;

import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.db.CommitClock;
import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.notices.Notice;
import im.hearth.core.notices.Notices;
import im.hearth.core.notices.NotificationKind;
import im.hearth.core.people.People;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Page;
import im.hearth.core.settings.Settings;
import im.hearth.core.talk.Effect;
import im.hearth.core.talk.Extras;
import im.hearth.core.talk.Incoming;
import im.hearth.core.talk.Parcel;
import im.hearth.core.talk.Said;
import im.hearth.core.talk.Talks;
import im.hearth.reactions.stanza.ReactionSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.Message;

/**
 * The rules of reactions, for both doors. On the wire a person always says with what all they react to a message
 * (XEP-0444): so whatever the REST door adds or takes away becomes the new set, which is decided in the transaction that
 * archives its stanza. It takes the same way as a client's: what of it is a vote in a poll, the referee of polls counts, and
 * keeps a secret one to itself. Persons are usernames here.
 */
public final class Reactions {
    /** How often a change is tried again that came between two others of the same person to the same message. */
    private static final int ATTEMPTS = 10;

    /** More than the setting can allow, and all options of a poll: nobody looks at each of so many. */
    private static final int FAR_TOO_MANY = 150;

    private static final String CHANGED = "reactions-changed";

    /** The type of the talk of two, where nobody else sees what is blocked. */
    private static final String OF_TWO = "message";

    private final Database database;
    private final Accounts accounts;
    private final CommitClock ids;
    private final ReactionStore store;
    private final Emojis emojis;
    private final Talks talks;
    private final Notices notices;
    private final People people;
    private final Settings settings;
    private final String domain;

    Reactions(
            Database database,
            Accounts accounts,
            CommitClock ids,
            ReactionStore store,
            Emojis emojis,
            Talks talks,
            Notices notices,
            People people,
            Settings settings,
            String domain) {
        this.database = database;
        this.accounts = accounts;
        this.ids = ids;
        this.store = store;
        this.emojis = emojis;
        this.talks = talks;
        this.notices = notices;
        this.people = people;
        this.settings = settings;
        this.domain = domain;
    }

    /**
     * What a client's set does: it takes the place of the person's former one. Empty for one that names no message that
     * we know. What of it is a secret vote in a poll, its referee has taken out.
     *
     * @throws Problem NOT_ACCEPTABLE for too many, or one that is not an emoji; NOT_FOUND if the message was taken back
     */
    Optional<Effect> admit(Incoming incoming, ReactionSet set) {
        String username = username(incoming.sender());
        Said said = incoming.named(set.reference()).orElse(null);
        if (areTooMany(said, set.emojis())) {
            throw Problem.of(Kind.NOT_ACCEPTABLE, tooMany());
        }
        if (emojis.firstWrong(username, set.emojis(), emoji -> said != null && talks.takes(said.id(), emoji))
                .isPresent()) {
            throw Problem.of(
                    Kind.NOT_ACCEPTABLE, "Each reaction is one emoji, or the shortcut of an emoticon of yours.");
        }
        if (said == null) {
            return Optional.empty();
        }
        requireThere(said);
        return Optional.of(new Replacement(said, username, set.emojis()) {
            @Override
            boolean isGone() {
                return incoming.named(set.reference()).map(Said::isRetracted).orElse(true);
            }
        });
    }

    /**
     * Adds a reaction.
     *
     * @param reaction null for a vote in a poll that keeps votes secret: there is nothing to see of it
     * @param created whether it is new; otherwise it was there already
     */
    record Added(@Nullable Reaction reaction, boolean created) {}

    /**
     * Reacts to a message.
     *
     * @throws Problem NOT_FOUND for a message that the person does not see, or that was taken back; INVALID with the field
     *     {@code emoji}; CONFLICT for one reaction too many; NOT_ALLOWED for a vote in a closed poll
     */
    Added add(String username, String message, String emoji) {
        return retrying(() -> {
            Said said = talks.require(jid(username), message);
            requireEmoji(username, said.id(), emoji);
            List<Reaction> mine = mine(said.id(), username);
            Optional<Reaction> same = with(mine, emoji);
            if (same.isPresent()) {
                return new Added(same.get(), false);
            }
            List<String> set = new ArrayList<>(emojis(mine));
            set.addAll(votes(said, username, mine));
            if (!set.contains(emoji)) {
                set.add(emoji);
            }
            if (areTooMany(said, set)) {
                throw Problem.conflict("too-many-reactions", tooMany());
            }
            if (!send(username, said, mine, set, null).contains(emoji)) {
                return new Added(null, true);
            }
            // Another device may have taken it away since.
            return new Added(with(mine(said.id(), username), emoji).orElseThrow(Reactions::changed), true);
        });
    }

    /**
     * Reacts with something else instead.
     *
     * @return empty for a vote in a poll that keeps votes secret
     * @throws Problem as {@link #add}; FORBIDDEN for somebody else's; CONFLICT if the person reacted with that already
     */
    Optional<Reaction> change(String username, long id, String emoji) {
        return retrying(() -> {
            Reaction reaction = requireOwn(username, id);
            requireEmoji(username, reaction.message(), emoji);
            if (reaction.emoji().equals(emoji)) {
                return Optional.of(reaction);
            }
            Said said = talks.require(jid(username), Long.toString(reaction.message()));
            List<Reaction> mine = mine(said.id(), username);
            if (with(mine, emoji).isPresent()) {
                throw Problem.conflict("reaction-exists", "You reacted with this emoji already. Delete the other one.");
            }
            List<String> set = new ArrayList<>(votes(said, username, mine));
            set.remove(emoji);
            mine.forEach(one -> set.add(one.id() == id ? emoji : one.emoji()));
            if (!send(username, said, mine, set, new Swap(id, emoji)).contains(emoji)) {
                return Optional.empty();
            }
            return Optional.of(database.read(handle -> store.find(handle, id)).orElseThrow(Reactions::changed));
        });
    }

    /**
     * Takes a reaction back.
     *
     * @throws Problem NOT_FOUND, or FORBIDDEN for somebody else's
     */
    void remove(String username, long id) {
        retrying(() -> {
            Reaction reaction = requireOwn(username, id);
            Said said = talks.require(jid(username), Long.toString(reaction.message()));
            List<Reaction> mine = mine(said.id(), username);
            List<String> set = new ArrayList<>(votes(said, username, mine));
            mine.stream().filter(one -> one.id() != id).map(Reaction::emoji).forEach(set::add);
            send(username, said, mine, set, null);
            return reaction;
        });
    }

    /**
     * A reaction to a message that the person sees.
     *
     * @throws Problem NOT_FOUND
     */
    Reaction require(String username, long id) {
        Reaction reaction = database.read(handle -> store.find(handle, id)).orElseThrow(Reactions::absent);
        Said said = talks.require(jid(username), Long.toString(reaction.message()));
        if (hidden(said, username).equals(reaction.username())) {
            throw absent();
        }
        return reaction;
    }

    /**
     * Reactions to a message, and how many there are of each.
     *
     * @param counts by emoji, the most used first
     */
    record ToMessage(Page<Reaction> page, Map<String, Integer> counts) {}

    /**
     * The reactions to a message that the person sees, the latest first.
     *
     * @param before ids are less
     * @throws Problem NOT_FOUND
     */
    ToMessage to(String username, String message, long before, int limit) {
        Said said = talks.require(jid(username), message);
        String hidden = hidden(said, username);
        return database.read(handle -> new ToMessage(
                Page.of(
                        store.page(handle, said.id(), hidden, before, limit + 1),
                        limit,
                        last -> Long.toString(last.id())),
                store.counts(handle, said.id(), hidden)));
    }

    /** The person's own reactions, the latest first; as {@link #to}. */
    Page<Reaction> by(String username, long before, int limit) {
        return Page.of(
                database.read(handle -> store.by(handle, username, before, limit + 1)),
                limit,
                last -> Long.toString(last.id()));
    }

    /** What a person (bare JID) reacts to a message with now. */
    List<String> of(long message, String person) {
        return emojis(mine(message, username(person)));
    }

    /** Who reacted to these messages with what, by message, the emoji that came first at first. */
    Map<Long, Extras> show(Collection<Long> messages, @Nullable String viewer) {
        List<Reaction> reactions = database.read(handle -> store.of(handle, messages));
        Set<String> blocked = viewer == null ? Set.of() : blockedBy(viewer, reactions);
        Map<Long, Map<String, List<String>>> shown = new LinkedHashMap<>();
        for (Reaction reaction : reactions) {
            if (!reaction.talk().equals(OF_TWO) || !blocked.contains(reaction.username())) {
                shown.computeIfAbsent(reaction.message(), id -> new LinkedHashMap<>())
                        .computeIfAbsent(reaction.emoji(), emoji -> new ArrayList<>())
                        .add(reaction.username());
            }
        }
        Map<Long, Extras> extras = new LinkedHashMap<>();
        shown.forEach((message, byEmoji) -> extras.put(message, Extras.reactions(byEmoji)));
        return extras;
    }

    /** Takes away the reactions to these messages. */
    void erase(Handle handle, Collection<Long> messages) {
        store.erase(handle, messages);
    }

    /**
     * Takes away the reactions of somebody who has left. Those that the archive is just committing are waited for; whatever
     * it commits later knows that they have left.
     */
    void forget(AccountDeleted deleted) {
        database.write(transaction -> {
            ids.awaitOthers(transaction.handle());
            return store.forget(transaction.handle(), deleted.username());
        });
    }

    /** Another emoji for a reaction, which stays the same one otherwise. */
    private record Swap(long id, String emoji) {}

    /**
     * Sends the new set to all who got the message.
     *
     * @param before what the set was made from
     * @return what of it they got
     * @throws Problem CONFLICT with {@link #CHANGED} if that is not what is there any more; whatever a referee throws
     */
    private List<String> send(
            String username, Said said, List<Reaction> before, List<String> set, @Nullable Swap swap) {
        requireThere(said);
        AtomicReference<Message> admitted = new AtomicReference<>();
        // The set itself takes the place of the former one when it is admitted.
        Effect effect = new Effect() {
            @Override
            public void apply(Transaction transaction, long id) {
                if (!store.of(transaction.handle(), said.id(), username).equals(before)) {
                    throw changed();
                }
                if (swap != null) {
                    store.change(transaction.handle(), swap.id(), swap.emoji(), millis(id));
                }
            }

            @Override
            public void committed(long id) {
                boolean isGone = talks.of(said.type())
                        .find(jid(username), said.text())
                        .map(Said::isRetracted)
                        .orElse(false);
                if (isGone) {
                    forget(said);
                }
            }
        };
        OptionalLong sent = talks.signal(
                jid(username),
                said,
                new Parcel(
                        null,
                        stanza -> {
                            new ReactionSet(said.reference(), set).addTo(stanza);
                            admitted.set(stanza);
                        },
                        effect));
        return sent.isEmpty()
                ? List.of()
                : ReactionSet.of(Objects.requireNonNull(admitted.get()))
                        .map(ReactionSet::emojis)
                        .orElse(List.of());
    }

    /** With what else a person reacts to a message, as far as other features keep it: secret votes, which nobody sees. */
    private List<String> votes(Said said, String username, List<Reaction> mine) {
        List<String> votes = new ArrayList<>(talks.reactions(said.id(), jid(username)));
        votes.removeAll(emojis(mine));
        return votes;
    }

    private boolean asksPoll(Said said) {
        return talks.show(List.of(said.id()), null)
                        .getOrDefault(said.id(), Extras.NONE)
                        .poll()
                != null;
    }

    /** It has been taken back since it was looked at: what came too late goes with it. */
    private void forget(Said said) {
        database.write(transaction -> store.erase(transaction.handle(), List.of(said.id())));
    }

    /**
     * Who reacts in a transaction. Their accounts are not held, as whoever commits an archive waits for nobody: but what is
     * of somebody who has left by its end goes, with one look for all.
     */
    private final class Reacting {
        final Set<String> usernames = new HashSet<>();

        Reacting(Transaction transaction) {
            Handle handle = transaction.handle();
            transaction.beforeCommit(
                    () -> accounts.gone(handle, usernames).forEach(gone -> store.forget(handle, gone)));
        }
    }

    /** A set that takes the place of a person's former one. Commits of the archive come one after the other. */
    private abstract class Replacement implements Effect {
        private final Said said;
        private final String username;
        private final List<String> set;
        private final boolean isToldAuthor;

        Replacement(Said said, String username, List<String> set) {
            this.said = said;
            this.username = username;
            this.set = set;
            // With the emoji of its options, people vote in a poll.
            this.isToldAuthor = isOther(said.author(), username) && !asksPoll(said);
        }

        /** Whether the message is gone by now. */
        abstract boolean isGone();

        @Override
        public void apply(Transaction transaction, long id) {
            Handle handle = transaction.handle();
            if (!set.isEmpty()) {
                transaction
                        .attached(Reacting.class, () -> new Reacting(transaction))
                        .usernames
                        .add(username);
            }
            List<String> former = emojis(store.of(handle, said.id(), username));
            for (String emoji : former) {
                if (!set.contains(emoji)) {
                    store.delete(handle, said.id(), username, emoji);
                }
            }
            String added = null;
            for (String emoji : set) {
                if (!former.contains(emoji)) {
                    store.insert(handle, said.id(), said.type(), username, emoji, millis(id));
                    added = emoji;
                }
            }
            if (added != null && isToldAuthor) {
                tellAuthor(transaction, said, username, added);
            }
        }

        @Override
        public void committed(long id) {
            if (!set.isEmpty() && isGone()) {
                forget(said);
            }
        }
    }

    private boolean isOther(String author, String username) {
        return author.endsWith("@" + domain) && !author.equals(jid(username));
    }

    private void tellAuthor(Transaction transaction, Said said, String username, String emoji) {
        String with = said.type().equals(OF_TWO) ? jid(username) : said.with();
        notices.note(
                transaction,
                new Notice(
                        0,
                        NotificationKind.REACTION,
                        Set.of(username(said.author())),
                        jid(username),
                        with,
                        said.text(),
                        null,
                        emoji));
    }

    private interface Attempt<T> {
        T make();
    }

    private static <T> T retrying(Attempt<T> attempt) {
        for (int i = 1; ; i++) {
            try {
                return attempt.make();
            } catch (Problem problem) {
                if (i == ATTEMPTS || !problem.slug().equals(CHANGED)) {
                    throw problem;
                }
            }
        }
    }

    private List<Reaction> mine(long message, String username) {
        return database.read(handle -> store.of(handle, message, username));
    }

    private Reaction requireOwn(String username, long id) {
        Reaction reaction = require(username, id);
        if (!reaction.username().equals(username)) {
            throw Problem.forbidden("This is somebody else's reaction.");
        }
        return reaction;
    }

    private void requireEmoji(String username, long message, String emoji) {
        if (emojis.firstWrong(username, List.of(emoji), other -> talks.takes(message, other))
                .isPresent()) {
            throw Problem.invalid("emoji", "must be one emoji, or the :shortcut: of an emoticon of yours");
        }
    }

    private static void requireThere(Said said) {
        if (said.isRetracted()) {
            throw Problem.notFound("There is no such message to react to; it has been taken back.");
        }
    }

    /** Whose reactions to a message the person does not see, having blocked them; empty for nobody's. */
    private String hidden(Said said, String viewer) {
        String peer = username(said.with());
        return said.type().equals(OF_TWO) && people.ties().hasBlocked(viewer, peer) ? peer : "";
    }

    private Set<String> blockedBy(String viewer, List<Reaction> reactions) {
        return reactions.stream()
                .filter(reaction -> reaction.talk().equals(OF_TWO))
                .map(Reaction::username)
                .distinct()
                .filter(username -> !username.equals(viewer) && people.ties().hasBlocked(viewer, username))
                .collect(Collectors.toSet());
    }

    private static Optional<Reaction> with(List<Reaction> reactions, String emoji) {
        return reactions.stream().filter(one -> one.emoji().equals(emoji)).findFirst();
    }

    private static List<String> emojis(List<Reaction> reactions) {
        return reactions.stream().map(Reaction::emoji).toList();
    }

    private static long millis(long id) {
        // An id of the archive is its time in microseconds.
        return id / 1_000;
    }

    private String jid(String username) {
        return username + "@" + domain;
    }

    private String username(String jid) {
        return jid.endsWith("@" + domain) ? jid.substring(0, jid.length() - domain.length() - 1) : jid;
    }

    private boolean areTooMany(@Nullable Said said, List<String> set) {
        int most = settings.get(ReactionSettings.MOST);
        return set.size() > most
                && (set.size() > FAR_TOO_MANY
                        || set.stream()
                                        .filter(emoji -> said == null || !talks.takes(said.id(), emoji))
                                        .count()
                                > most);
    }

    private String tooMany() {
        return "One person reacts to a message with at most " + settings.get(ReactionSettings.MOST)
                + " emoji. Take one back first.";
    }

    private static Problem changed() {
        return Problem.conflict(CHANGED, "Your reactions to this message change on another device. Try again.");
    }

    private static Problem absent() {
        return Problem.notFound("There is no such reaction.");
    }
}
