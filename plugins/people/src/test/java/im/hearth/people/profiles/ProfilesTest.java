package im.hearth.people.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.accounts.AccountChanged;
import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.AccountStore;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.events.live.LiveEvents;
import im.hearth.core.export.Copy;
import im.hearth.core.media.IncomingFile;
import im.hearth.core.media.Media;
import im.hearth.core.media.Portraits;
import im.hearth.core.media.Portraits.Portrait;
import im.hearth.core.openfire.ServerCards;
import im.hearth.core.people.People;
import im.hearth.core.plugin.Registration;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Page;
import im.hearth.core.testing.FakeSessions;
import im.hearth.core.testing.FakeUsers;
import im.hearth.core.testing.MutableClock;
import im.hearth.core.testing.TestDatabase;
import im.hearth.people.settings.PersonalSettings;
import im.hearth.people.settings.SettingsStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/** Profiles: the account's name, the server's vCard, and what XMPP clients send and see of it. Bob is alice's friend. */
final class ProfilesTest {
    private static final String PNG = Base64.getEncoder().encodeToString("a picture".getBytes(StandardCharsets.UTF_8));
    private static final String OTHER = Base64.getEncoder().encodeToString("another".getBytes(StandardCharsets.UTF_8));

    private final TestDatabase database = TestDatabase.with("hearth-core", "hearth-people");
    private final MutableClock clock = new MutableClock();
    private final FakeUsers users = new FakeUsers();
    private final Accounts accounts =
            new Accounts(database.database(), new AccountStore(), users, new FakeSessions(), clock, new SecureRandom());
    private final Cards cards = new Cards();
    private final Media media = new Media();
    private final Profiles profiles = new Profiles(
            database.database(),
            new ProfileStore(),
            cards,
            accounts,
            media,
            username -> username.equals("alice") ? List.of("bob") : List.of(),
            new People(),
            new LiveEvents(),
            () -> URI.create("https://chat.test"),
            new SecureRandom(),
            clock);
    private final List<ProfileChanged> changes = new ArrayList<>();
    private final List<Packet> routed = new ArrayList<>();
    private final Presence broadcast = new Presence();
    private final ProfileStanzas stanzas = new ProfileStanzas(
            profiles,
            new PersonalSettings(database.database(), new SettingsStore(), accounts, new LiveEvents()),
            UUID::randomUUID,
            "chat.test",
            false,
            username -> List.of(broadcast.createCopy()),
            routed::add);

    ProfilesTest() {
        media.drawnBy(new Drawing());
        cards.onChange(profiles::cardChanged);
        database.events().subscribe(ProfileChanged.class, changes::add);
        database.events().subscribe(AccountChanged.class, changed -> profiles.accountChanged(changed.username()));
        database.database().write(transaction -> {
            accounts.create(transaction, "alice", null, "Alice");
            accounts.create(transaction, "bob", null, "Bob");
            return true;
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** The server's vCards, in memory. */
    private static final class Cards extends ServerCards {
        private final Map<String, Element> kept = new HashMap<>();
        private final List<BiConsumer<String, Element>> listeners = new ArrayList<>();

        @Override
        public Optional<Element> find(String username) {
            return Optional.ofNullable(kept.get(username)).map(Element::createCopy);
        }

        @Override
        public void set(String username, Element card) {
            kept.put(username, card.createCopy());
            listeners.forEach(listener -> listener.accept(username, card));
        }

        @Override
        public Registration onChange(BiConsumer<String, Element> listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }
    }

    /** Takes everything for a picture but what says otherwise. */
    private static final class Drawing implements Portraits {
        @Override
        public Portrait cut(String field, IncomingFile file) {
            return new Portrait(PNG, "image/jpeg");
        }

        @Override
        public Portrait check(String field, String content) {
            if (content.equals("bm8=")) {
                throw Problem.invalid(field, "is no picture");
            }
            return new Portrait(content, "image/png");
        }
    }

    private static ProfileChange picture(@Nullable String content) {
        return new ProfileChange(
                null, null, new ProfileChange.Sent<>(content == null ? null : new Portrait(content, "image/png")));
    }

    private static ProfileChange bio(@Nullable String text) {
        return new ProfileChange(null, new ProfileChange.Sent<>(text), null);
    }

    private Card card() {
        return new Card(cards.find("alice").orElseThrow());
    }

    private static String hash(String content) {
        return String.valueOf(Card.hash(new Portrait(content, "image/png")));
    }

    private @Nullable String url() {
        return profiles.require("bob", "alice").profilePictureUrl();
    }

    @Test
    void name_bio_and_picture_go_into_the_vcard_and_leave_the_rest_of_it() {
        Card before = Card.empty();
        before.element().addElement(QName.get("TITLE", Card.NAMESPACE)).setText("Captain");
        cards.set("alice", before.element());

        profiles.change("alice", new ProfileChange(new ProfileChange.Sent<>("Al"), null, null));
        profiles.change("alice", bio("Hello"));
        profiles.change("alice", picture(PNG));

        assertThat(card().name()).isEqualTo("Al");
        assertThat(card().bio()).isEqualTo("Hello");
        assertThat(card().picture()).isEqualTo(new Portrait(PNG, "image/png"));
        assertThat(card().element().elementText(QName.get("TITLE", Card.NAMESPACE)))
                .isEqualTo("Captain");
        assertThat(profiles.require("bob", "alice").name()).isEqualTo("Al");
    }

    @Test
    void null_clears() {
        profiles.change("alice", bio("Hello"));
        profiles.change("alice", picture(PNG));
        profiles.change("alice", bio(null));
        profiles.change("alice", picture(null));

        ProfileView view = profiles.require("bob", "alice");
        assertThat(view.bio()).isNull();
        assertThat(view.profilePictureUrl()).isNull();
        assertThat(card().picture()).isNull();
    }

    @Test
    void a_picture_has_an_address_until_there_is_another() {
        profiles.change("alice", picture(PNG));
        String first = String.valueOf(url());
        profiles.change("alice", bio("The picture stays"));
        assertThat(url()).isEqualTo(first).startsWith("https://chat.test/avatars/");

        profiles.change("alice", picture(OTHER));
        assertThat(url()).isNotEqualTo(first);
        assertThat(profiles.shown(first.substring(first.length() - 32))).isEmpty();
        String second = String.valueOf(url());
        assertThat(profiles.shown(second.substring(second.length() - 32))
                        .orElseThrow()
                        .content())
                .isEqualTo(OTHER);

        profiles.move("alice");
        assertThat(profiles.shown(second.substring(second.length() - 32))).isEmpty();
        assertThat(url()).isNotEqualTo(second);
    }

    @Test
    void a_bio_has_an_end() {
        assertThatThrownBy(() -> profiles.change("alice", bio("x".repeat(501)))).isInstanceOf(Problem.class);
        assertThat(profiles.change("alice", bio("\uD83D\uDE00".repeat(500))).bio())
                .hasSize(1_000);
    }

    @Test
    void what_a_client_sets_is_the_profile() {
        Card set = Card.empty();
        set.setName("Alicia");
        set.setBio("From a client");
        set.setPicture(new Portrait(PNG, "image/png"));
        cards.set("alice", set.element());

        assertThat(accounts.require("alice").name()).isEqualTo("Alicia");
        assertThat(profiles.require("bob", "alice").bio()).isEqualTo("From a client");
        assertThat(url()).isNotNull();
        assertThat(changes).hasSize(1);
        assertThat(changes.get(0).isOfPicture()).isTrue();
    }

    @Test
    void a_nickname_is_the_name_and_the_full_name_stays() {
        Card set = Card.empty();
        set.element().addElement(QName.get("FN", Card.NAMESPACE)).setText("Alice Anna Adams");
        set.element().addElement(QName.get("NICKNAME", Card.NAMESPACE)).setText("Al");
        cards.set("alice", set.element());

        assertThat(accounts.require("alice").name()).isEqualTo("Al");
        assertThat(card().element().elementText(QName.get("FN", Card.NAMESPACE)))
                .isEqualTo("Alice Anna Adams");
    }

    @Test
    void a_card_that_was_changed_while_nobody_looked_is_seen_when_somebody_does() {
        Card set = Card.empty();
        set.setBio("Quietly");
        cards.kept.put("alice", set.element());

        assertThat(profiles.find("bob", List.of("alice")).get(0).bio()).isEqualTo("Quietly");
    }

    // XMPP.

    private static IQ request(IQ.Type type, @Nullable String to, Element payload) {
        IQ request = new IQ(type, "1");
        request.setFrom(new JID("alice@chat.test/phone"));
        if (to != null) {
            request.setTo(to);
        }
        request.setChildElement(payload);
        return request;
    }

    private static IQ publish(String node, String id, @Nullable String child, @Nullable String text) {
        IQ request = new IQ(IQ.Type.set, "1");
        request.setFrom(new JID("alice@chat.test/phone"));
        Element item = request.setChildElement("pubsub", Avatar.PUBSUB)
                .addElement("publish")
                .addAttribute("node", node)
                .addElement("item")
                .addAttribute("id", id);
        if (child != null) {
            Element payload = item.addElement(QName.get(child, node));
            if (child.equals("data")) {
                payload.setText(String.valueOf(text));
            } else if (text != null) {
                payload.addElement(QName.get("info", node)).addAttribute("id", text);
            }
        }
        return request;
    }

    private Kind refused(IQ request) {
        assertThat(stanzas.wants(request)).isTrue();
        try {
            stanzas.serve(request);
        } catch (Problem problem) {
            return problem.kind();
        }
        throw new AssertionError("it was not refused");
    }

    @Test
    void an_avatar_is_the_picture_once_it_is_said_to_be() {
        String hash = hash(PNG);
        assertThat(refused(publish(Avatar.METADATA, hash, "metadata", hash))).isEqualTo(Kind.NOT_ACCEPTABLE);

        assertThat(stanzas.serve(publish(Avatar.DATA, hash, "data", PNG))).isPresent();
        assertThat(url()).isNull();
        assertThat(stanzas.serve(publish(Avatar.METADATA, hash, "metadata", hash)))
                .isPresent();
        assertThat(url()).isNotNull();
        assertThat(card().picture()).isEqualTo(new Portrait(PNG, "image/png"));

        assertThat(stanzas.serve(publish(Avatar.METADATA, "x", "metadata", null)))
                .isPresent();
        assertThat(url()).isNull();
    }

    @Test
    void an_avatar_that_is_none_is_refused() {
        assertThat(refused(publish(Avatar.DATA, hash(OTHER), "data", PNG))).isEqualTo(Kind.NOT_ACCEPTABLE);
        assertThat(refused(publish(Avatar.DATA, "x", "data", "bm8="))).isEqualTo(Kind.INVALID);
        assertThat(refused(publish(Avatar.DATA, "x", null, null))).isEqualTo(Kind.BAD_REQUEST);
        assertThat(refused(publish(Avatar.METADATA, "x", null, null))).isEqualTo(Kind.BAD_REQUEST);
    }

    @Test
    void half_an_avatar_is_forgotten_after_a_day() {
        String hash = hash(PNG);
        stanzas.serve(publish(Avatar.DATA, hash, "data", PNG));
        clock.advance(Duration.ofDays(1).plusSeconds(1));
        profiles.purge();

        assertThat(refused(publish(Avatar.METADATA, hash, "metadata", hash))).isEqualTo(Kind.NOT_ACCEPTABLE);
    }

    @Test
    void a_card_is_checked_on_its_way_in() {
        Card wrong = Card.empty();
        wrong.setBio("x".repeat(501));
        assertThat(refused(request(IQ.Type.set, null, wrong.element()))).isEqualTo(Kind.INVALID);
        Card noPicture = Card.empty();
        noPicture.setPicture(new Portrait("bm8=", "image/png"));
        assertThat(refused(request(IQ.Type.set, "alice@chat.test", noPicture.element())))
                .isEqualTo(Kind.INVALID);

        Card right = Card.empty();
        right.setBio("Hello");
        assertThat(stanzas.serve(request(IQ.Type.set, null, right.element()))).isEmpty();
    }

    @Test
    void what_is_not_of_a_profile_is_left_to_the_server() {
        Card empty = Card.empty();
        assertThat(stanzas.wants(request(IQ.Type.get, null, empty.element()))).isFalse();
        assertThat(stanzas.wants(request(
                        IQ.Type.get, "room@conference.chat.test", Card.empty().element())))
                .isFalse();
        assertThat(stanzas.wants(publish("urn:xmpp:bookmarks:1", "x", null, null)))
                .isFalse();
    }

    @Test
    void a_new_picture_is_published_and_said_in_presence() {
        broadcast.setFrom("alice@chat.test/phone");
        profiles.change("alice", picture(PNG));
        stanzas.announce("alice");

        assertThat(routed.stream().map(Packet::toXML))
                .anyMatch(xml -> xml.contains("publish node=\"urn:xmpp:avatar:data\"") && xml.contains(PNG))
                .anyMatch(xml -> xml.contains("publish node=\"urn:xmpp:avatar:metadata\"") && xml.contains(hash(PNG)))
                .anyMatch(xml -> xml.startsWith("<presence") && xml.contains("<photo>" + hash(PNG)));
    }

    @Test
    void presence_says_the_hash_unless_the_client_says_that_there_is_none() {
        profiles.change("alice", picture(PNG));
        Presence plain = new Presence();
        plain.setFrom("alice@chat.test/phone");
        stanzas.admit(plain);
        assertThat(plain.toXML()).contains("<photo>" + hash(PNG));

        Presence none = new Presence();
        none.setFrom("alice@chat.test/phone");
        none.addChildElement("x", "vcard-temp:x:update").addElement("photo");
        stanzas.admit(none);
        assertThat(none.toXML()).doesNotContain(hash(PNG));
    }

    @Test
    void the_vcard_of_who_has_left_makes_no_profile() {
        profiles.change("alice", bio("Hello"));
        database.events()
                .within(AccountDeleted.class, (transaction, gone) -> profiles.forget(transaction, gone.username()));
        accounts.delete("alice");
        // The server forgets the user last.
        users.ensure("alice", "nobody knows", null, null);
        changes.clear();

        profiles.cardChanged("alice", card().element());
        assertThatThrownBy(() -> profiles.upload("alice", hash(PNG), PNG)).isInstanceOf(Problem.class);

        assertThat(changes).isEmpty();
        Optional<Profile> kept = database.database().read(handle -> new ProfileStore().find(handle, "alice"));
        assertThat(kept).isEmpty();
        Optional<String> upload =
                database.database().read(handle -> new ProfileStore().upload(handle, "alice", hash(PNG)));
        assertThat(upload).isEmpty();
    }

    @Test
    void a_copy_of_the_profile_has_the_picture_itself() throws IOException {
        Map<String, Object> copied = new HashMap<>();
        Copy copy = new Copy() {
            @Override
            public void json(String name, Object value) {
                copied.put(name, value);
            }

            @Override
            public <T> void list(String name, Function<@Nullable String, Page<T>> pages) {
                throw new AssertionError(name);
            }

            @Override
            public void file(String name, InputStream content) throws IOException {
                copied.put(name, Base64.getEncoder().encodeToString(content.readAllBytes()));
            }
        };
        new ProfileData(profiles).write("alice", copy);
        assertThat(copied).containsOnlyKeys("profile.json");

        profiles.change("alice", picture(PNG));
        new ProfileData(profiles).write("alice", copy);

        assertThat(copied).containsEntry("profile-picture.png", PNG);
    }
}
