package im.hearth.people.profiles;

import im.hearth.core.accounts.Account;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.accounts.DisplayName;
import im.hearth.core.db.Database;
import im.hearth.core.db.Transaction;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.media.Media;
import im.hearth.core.media.Portraits.Portrait;
import im.hearth.core.openfire.ServerCards;
import im.hearth.core.people.Aspect;
import im.hearth.core.people.People;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Page;
import im.hearth.core.web.WebOrigin;
import im.hearth.people.OwnRows;
import im.hearth.people.Stripes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.jspecify.annotations.Nullable;

/**
 * The rules of profiles, for both doors. The name is the account's; bio and picture are in the server's vCard, which is the
 * truth whoever changes it. Our row follows each change of it: by it many are listed at once, and pictures have addresses
 * that nobody can guess.
 */
public final class Profiles {
    static final String CHANGED = "profile.changed";
    public static final String MOUNT = "/avatars";

    static final int LONGEST_BIO = 500;
    private static final int ID_BYTES = 16;

    /** How long a picture waits for what says that it is the person's avatar: clients send the two at once. */
    private static final Duration UPLOAD_KEPT = Duration.ofDays(1);

    private final Database database;
    private final ProfileStore store;
    private final ServerCards cards;
    private final Accounts accounts;
    private final OwnRows rows;
    private final Media media;
    private final Function<String, List<String>> friends;
    private final People people;
    private final LiveEvents live;
    private final WebOrigin origin;
    private final RandomGenerator random;
    private final Clock clock;

    /** A vCard is read and written as a whole: two changes of a person's, one after the other. */
    private final Stripes turns = new Stripes();

    public Profiles(
            Database database,
            ProfileStore store,
            ServerCards cards,
            Accounts accounts,
            Media media,
            Function<String, List<String>> friends,
            People people,
            LiveEvents live,
            WebOrigin origin,
            RandomGenerator random,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.cards = cards;
        this.accounts = accounts;
        this.rows = new OwnRows(database, accounts);
        this.media = media;
        this.friends = friends;
        this.people = people;
        this.live = live;
        this.origin = origin;
        this.random = random;
        this.clock = clock;
    }

    // Reading.

    /** The profiles of these people, as somebody may see them; none for who is not here. */
    List<ProfileView> find(String viewer, Collection<String> usernames) {
        Set<String> here = accounts.existing(usernames);
        return views(
                viewer,
                new LinkedHashSet<>(usernames).stream().filter(here::contains).toList());
    }

    /** One's own profile and those of one's friends, by username. */
    Page<ProfileView> list(String viewer, @Nullable String after, int limit) {
        List<String> some = Stream.concat(Stream.of(viewer), friends.apply(viewer).stream())
                .filter(person -> after == null || person.compareTo(after) > 0)
                .distinct()
                .sorted()
                .limit(limit + 1L)
                .toList();
        Page<String> page = Page.of(some, limit, person -> person);
        return new Page<>(views(viewer, page.items()), page.next());
    }

    /**
     * Somebody's profile, as somebody may see it.
     *
     * @throws Problem NOT_FOUND
     */
    ProfileView require(String viewer, String username) {
        accounts.require(username);
        // Whatever was changed while this plugin was away is seen now.
        cards.find(username).ifPresent(card -> follow(username, new Card(card)));
        return views(viewer, List.of(username)).get(0);
    }

    private List<ProfileView> views(String viewer, List<String> some) {
        if (some.isEmpty()) {
            return List.of();
        }
        Map<String, Profile> found = database.read(handle -> store.find(handle, some));
        Map<String, String> names = accounts.names(some);
        Set<String> showing = people.ties().showing(some, Aspect.PROFILE_PICTURE, viewer);
        List<ProfileView> views = new ArrayList<>();
        for (String person : some) {
            Profile profile = found.containsKey(person) ? found.get(person) : adopted(person);
            ProfileView view = view(person, names.get(person), profile);
            views.add(showing.contains(person) || person.equals(viewer) ? view : view.withoutPicture());
        }
        return views;
    }

    private ProfileView view(String username, @Nullable String name, Profile profile) {
        Profile.Picture picture = profile.picture();
        return new ProfileView(
                username, name, profile.bio(), picture == null ? null : origin.origin() + MOUNT + "/" + picture.id());
    }

    /** The profile of somebody whom nobody has asked for yet. */
    private Profile adopted(String username) {
        if (ensure(username)) {
            cards.find(username).ifPresent(card -> follow(username, new Card(card)));
        }
        return current(username);
    }

    /** The hash of somebody's picture, as XEP-0153 and XEP-0084 name it; empty for none. */
    Optional<String> pictureHash(String username) {
        return Optional.ofNullable(current(username).picture()).map(Profile.Picture::hash);
    }

    /** Somebody's picture; empty for none. */
    Optional<Portrait> picture(String username) {
        return cards.find(username).map(card -> new Card(card).picture());
    }

    /** Somebody's vCard as those see it to whom the picture is not shown. */
    Element cardWithoutPicture(String username) {
        Card card = cards.find(username).map(Card::new).orElseGet(Card::empty);
        card.setPicture(null);
        return card.element();
    }

    /** The picture with that id; empty if it is nobody's, or nobody's any more. */
    Optional<Portrait> shown(String id) {
        return database.read(handle -> store.byPicture(handle, id)).flatMap(owned -> {
            Profile.Picture picture = Objects.requireNonNull(owned.profile().picture());
            return picture(owned.username())
                    .filter(portrait -> picture.hash().equals(Card.hash(portrait)))
                    .map(portrait -> new Portrait(portrait.content(), picture.mimeType()));
        });
    }

    /** Whether somebody shows their picture to somebody. */
    boolean showsPicture(String username, String viewer) {
        return people.ties().shows(username, Aspect.PROFILE_PICTURE, viewer);
    }

    // Changing.

    /** That of somebody who may change it: 404 for who is not here, 403 for anybody else. */
    void requireOwn(String actor, String username) {
        accounts.require(username);
        if (!actor.equals(username)) {
            throw Problem.forbidden("This is somebody else's profile.");
        }
    }

    /**
     * Changes what somebody says of themselves, all of it or nothing.
     *
     * @throws Problem INVALID
     */
    ProfileView change(String username, ProfileChange change) {
        Account account = accounts.require(username);
        ProfileChange.Sent<String> name = change.name();
        ProfileChange.Sent<String> bio = change.bio();
        ProfileChange.Sent<Portrait> picture = change.picture();
        String newName = name == null ? account.name() : DisplayName.parse(name.value());
        String newBio = bio == null ? null : bio(bio.value());
        if (bio != null || picture != null) {
            edit(username, card -> {
                if (bio != null) {
                    card.setBio(newBio);
                }
                if (picture != null) {
                    card.setPicture(picture.value());
                }
                return true;
            });
        }
        if (!Objects.equals(newName, account.name())) {
            accounts.update(username, newName, account.email());
        }
        return views(username, List.of(username)).get(0);
    }

    /**
     * Sets the picture that somebody has published as an avatar, or takes it away.
     *
     * @param hash of a picture whose data was published; null for none
     * @throws Problem NOT_ACCEPTABLE if there is no such data
     */
    void setAvatar(String username, @Nullable String hash) {
        if (hash == null) {
            change(username, new ProfileChange(null, null, new ProfileChange.Sent<>(null)));
            return;
        }
        if (pictureHash(username).filter(hash::equals).isPresent()) {
            return;
        }
        String content = database.read(handle -> store.upload(handle, username, hash))
                .orElseThrow(() -> Problem.of(
                        Kind.NOT_ACCEPTABLE, "Publish the data of the picture first (XEP-0084, section 4.1)."));
        Portrait picture = media.portraits().check("data", content);
        change(username, new ProfileChange(null, null, new ProfileChange.Sent<>(picture)));
        database.write(transaction -> store.deleteUpload(transaction.handle(), username));
    }

    /**
     * Keeps the data of a picture until it is said that it is the person's avatar; only the last one.
     *
     * @param hash what its sender says that its SHA-1 is
     * @throws Problem INVALID; TOO_LARGE; NOT_ACCEPTABLE for another hash; NOT_FOUND for who has just left
     */
    void upload(String username, String hash, String content) {
        Portrait picture = media.portraits().check("data", content);
        if (!hash.equals(Card.hash(picture))) {
            throw Problem.of(Kind.NOT_ACCEPTABLE, "The id of the item is not the SHA-1 of the picture.");
        }
        database.write(transaction -> {
            accounts.requireHeld(transaction, username);
            store.deleteUpload(transaction.handle(), username);
            return store.insertUpload(transaction.handle(), username, hash, picture.content(), clock.millis());
        });
    }

    /**
     * Refuses a vCard that no profile may have.
     *
     * @throws Problem INVALID; TOO_LARGE
     */
    void check(Card card) {
        DisplayName.parse(card.name());
        bio(card.bio());
        Portrait picture = card.picture();
        if (picture != null) {
            media.portraits().check("PHOTO", picture.content());
        }
    }

    /** The server has another vCard of somebody. */
    public void cardChanged(String username, Element element) {
        // Rooms have vCards too, by their JIDs.
        Optional<Account> account = username.contains("@") ? Optional.empty() : accounts.find(username);
        if (account.isEmpty()) {
            return;
        }
        Card card = new Card(element);
        follow(username, card);
        String name = card.name();
        if (name != null && !name.equals(account.get().name())) {
            accounts.update(username, DisplayName.parse(name), account.get().email());
        }
    }

    /** The account has another name, which the vCard is to say as well; friends hear of it. */
    public void accountChanged(String username) {
        named(username);
        tell(username);
    }

    /** Makes the vCard say the account's name. */
    public void named(String username) {
        accounts.find(username)
                .ifPresent(account -> edit(username, card -> {
                    boolean other = !Objects.equals(card.name(), account.name());
                    if (other) {
                        card.setName(account.name());
                    }
                    return other;
                }));
    }

    /** Changes somebody's vCard, if the change says that there is something to keep. */
    private void edit(String username, Predicate<Card> change) {
        turns.with(username, () -> {
            Card card = cards.find(username).map(Card::new).orElseGet(Card::empty);
            if (change.test(card)) {
                cards.set(username, card.element());
            }
        });
    }

    /** Gives the picture another address: whoever knew the old one sees it no more. */
    public void move(String username) {
        database.write(transaction -> {
            store.lock(transaction.handle(), username);
            Profile profile = store.find(transaction.handle(), username).orElse(Profile.NOTHING);
            Profile.Picture picture = profile.picture();
            if (picture != null) {
                Profile.Picture moved = new Profile.Picture(id(), picture.hash(), picture.mimeType());
                store.update(transaction.handle(), username, new Profile(profile.bio(), moved));
            }
            return true;
        });
    }

    /** Tells somebody's friends, and their own devices, what the profile is now. */
    public void tell(String username) {
        ProfileView view = views(username, List.of(username)).get(0);
        List<String> seeing = new ArrayList<>(List.of(username));
        List<String> others = new ArrayList<>();
        for (String friend : friends.apply(username)) {
            if (people.ties().shows(username, Aspect.PROFILE_PICTURE, friend)) {
                seeing.add(friend);
            } else if (!people.ties().hasBlocked(username, friend)) {
                others.add(friend);
            }
        }
        database.write(transaction -> {
            live.log(transaction, seeing, CHANGED, view);
            if (!others.isEmpty()) {
                live.log(transaction, others, CHANGED, view.withoutPicture());
            }
            return true;
        });
    }

    /** Forgets pictures that were half published and never came to be avatars. */
    public void purge() {
        long before = clock.instant().minus(UPLOAD_KEPT).toEpochMilli();
        database.write(transaction -> store.deleteUploadsBefore(transaction.handle(), before));
    }

    /** Forgets the profile of somebody who leaves. */
    public void forget(Transaction transaction, String username) {
        store.deleteUpload(transaction.handle(), username);
        store.delete(transaction.handle(), username);
    }

    /** Writes down what a vCard says, if that is something else than before. */
    private void follow(String username, Card card) {
        String bio = cut(card.bio());
        Portrait picture = card.picture();
        String hash = picture == null ? null : Card.hash(picture);
        Profile known = current(username);
        if (Objects.equals(bio, known.bio())
                && Objects.equals(
                        hash, known.picture() == null ? null : known.picture().hash())) {
            return;
        }
        if (!ensure(username)) {
            return;
        }
        database.write(transaction -> {
            store.lock(transaction.handle(), username);
            Profile before = store.find(transaction.handle(), username).orElse(Profile.NOTHING);
            Profile after = new Profile(bio, picture(before, picture, hash));
            if (!after.equals(before)) {
                store.update(transaction.handle(), username, after);
                transaction.publish(new ProfileChanged(username, before, after));
            }
            return true;
        });
    }

    private Profile.@Nullable Picture picture(Profile before, @Nullable Portrait picture, @Nullable String hash) {
        if (picture == null || hash == null) {
            return null;
        }
        Profile.Picture old = before.picture();
        return old != null && old.hash().equals(hash) ? old : new Profile.Picture(id(), hash, safe(picture.mimeType()));
    }

    /** The type under which a picture is served: what a client claims, if it is one of those that we take. */
    private static String safe(String claimed) {
        return switch (claimed) {
            case "image/png", "image/gif", "image/webp" -> claimed;
            default -> "image/jpeg";
        };
    }

    private Profile current(String username) {
        return database.read(handle -> store.find(handle, username)).orElse(Profile.NOTHING);
    }

    /** Makes sure that there is a row to be locked; says no for who has left. */
    private boolean ensure(String username) {
        return rows.ensure(
                username,
                handle -> store.find(handle, username).isPresent(),
                handle -> store.insert(handle, username));
    }

    private String id() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static @Nullable String bio(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String bio = text.strip();
        if (bio.codePointCount(0, bio.length()) > LONGEST_BIO) {
            throw Problem.invalid("bio", "must have at most " + LONGEST_BIO + " characters");
        }
        return bio;
    }

    /** Cards that came by other ways than ours may say more. */
    private static @Nullable String cut(@Nullable String bio) {
        if (bio == null || bio.codePointCount(0, bio.length()) <= LONGEST_BIO) {
            return bio;
        }
        return bio.substring(0, bio.offsetByCodePoints(0, LONGEST_BIO));
    }
}
