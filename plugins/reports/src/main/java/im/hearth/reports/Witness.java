package im.hearth.reports;

import im.hearth.core.accounts.Account;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.conversations.ConversationKind;
import im.hearth.core.conversations.ConversationKinds;
import im.hearth.core.conversations.Look;
import im.hearth.core.conversations.Place;
import im.hearth.core.media.Media;
import im.hearth.core.media.MediaFile;
import im.hearth.core.openfire.Rooms;
import im.hearth.core.openfire.ServerUsers;
import im.hearth.core.problem.Problem;
import im.hearth.core.talk.Said;
import im.hearth.core.talk.Talks;
import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** Looks at what is to be reported with the eyes of who reports it. Persons are usernames here. */
public final class Witness {
    /** The kind of conversations that groups are. */
    private static final String GROUPS = "groups";

    /** The longest bare JID of another server that can be reported: as the column that keeps it. */
    private static final int LONGEST_JID = 512;

    private static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
    private static final QName FORM = QName.get("x", "jabber:x:data");

    private final String domain;
    private final Talks talks;
    private final Accounts accounts;
    private final ServerUsers users;
    private final ConversationKinds conversations;
    private final Rooms rooms;
    private final Media media;

    public Witness(
            String domain,
            Talks talks,
            Accounts accounts,
            ServerUsers users,
            ConversationKinds conversations,
            Rooms rooms,
            Media media) {
        this.domain = domain;
        this.talks = talks;
        this.accounts = accounts;
        this.users = users;
        this.conversations = conversations;
        this.rooms = rooms;
        this.media = media;
    }

    /**
     * What was seen.
     *
     * @param subject as it is kept, whichever way it was named
     * @param aboutUser whom it is about; null for a group
     */
    record Seen(Subject subject, @Nullable String aboutUser, Evidence evidence) {
        /** The username of the person of this server that it is; empty for anything else. */
        Optional<String> username() {
            return Optional.of(subject)
                    .filter(seen -> seen.kind() == Subject.Kind.USER)
                    .map(Subject::id)
                    .filter(id -> !id.contains("@"));
        }

        /** It, with one file more. */
        Seen with(MediaFile file) {
            return new Seen(subject, aboutUser, evidence.with(file));
        }
    }

    /**
     * Looks at it.
     *
     * @throws Problem NOT_FOUND if there is no such thing, or if the reporter may not know of it; INVALID, with the field
     *     named after the kind, for oneself
     */
    Seen look(String reporter, Subject subject) {
        return switch (subject.kind()) {
            case MESSAGE, GROUP_MESSAGE -> message(reporter, subject);
            case USER -> person(reporter, subject.id());
            case GROUP -> group(reporter, subject.id());
        };
    }

    /** The subject of the message of the person that has that id, in whatever way it was said; 404 for none. */
    Subject named(String reporter, String id) {
        Said said = talks.require(jid(reporter), id);
        return new Subject(Subject.Kind.parse(said.type()), said.text());
    }

    private Seen message(String reporter, Subject subject) {
        Said said = talks.of(subject.kind().label())
                .find(jid(reporter), subject.id())
                .filter(found -> !found.isRetracted())
                .orElseThrow(() -> Problem.notFound("There is no such message."));
        String author = name(said.author());
        requireOther(reporter, author, subject.kind());
        List<MediaFile> files = media.files().of(List.of(said.id())).getOrDefault(said.id(), List.of());
        return new Seen(
                new Subject(subject.kind(), said.text()),
                author,
                new Evidence(author, said.body(), said.at(), null, null, files(files)));
    }

    private Seen person(String reporter, String named) {
        String name = name(bare(named));
        requireOther(reporter, name, Subject.Kind.USER);
        if (name.contains("@")) {
            if (name.length() > LONGEST_JID) {
                throw Problem.notFound("There is no such user.");
            }
            return new Seen(
                    new Subject(Subject.Kind.USER, name), name, new Evidence(null, null, null, null, null, List.of()));
        }
        Account account = accounts.require(name);
        String description = users.description(account.username()).orElse(null);
        return new Seen(
                new Subject(Subject.Kind.USER, account.username()),
                account.username(),
                new Evidence(null, null, null, account.name(), description, List.of()));
    }

    private Seen group(String reporter, String id) {
        String room = bare(id.contains("@") ? id : id + "@" + rooms.domain());
        if (!room.endsWith("@" + rooms.domain())) {
            throw noSuchGroup();
        }
        Look look = look(jid(reporter), room).orElseThrow(Witness::noSuchGroup);
        String picture = look.pictureUrl();
        List<MediaFile> files = picture == null
                ? List.of()
                : media.files().find(media.files().idOf(picture).stream().toList());
        return new Seen(
                new Subject(Subject.Kind.GROUP, room.substring(0, room.indexOf('@'))),
                null,
                new Evidence(null, null, null, look.name(), description(jid(reporter), room), files(files)));
    }

    private Optional<Look> look(String person, String room) {
        Optional<ConversationKind> groups = conversations.all().stream()
                .filter(kind -> kind.name().equals(GROUPS))
                .findFirst();
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        Optional<Place> place = groups.get().find(person, room);
        return place.map(found -> groups.get().look(person, List.of(found)).get(room));
    }

    /** What the room says that it is for (XEP-0045, section 6.4); null for nothing. */
    private @Nullable String description(String person, String room) {
        IQ question = new IQ(IQ.Type.get);
        question.setFrom(new JID(person));
        question.setTo(new JID(room));
        question.setChildElement("query", DISCO_INFO);
        Element query = rooms.describe(question).getChildElement();
        Element form = query == null ? null : query.element(FORM);
        if (form == null) {
            return null;
        }
        return form.elements("field").stream()
                .filter(field -> "muc#roominfo_description".equals(field.attributeValue("var")))
                .map(field -> field.elementTextTrim("value"))
                .filter(text -> text != null && !text.isEmpty())
                .findFirst()
                .orElse(null);
    }

    /** The bare JID that somebody names by username or JID. */
    private String bare(String text) {
        try {
            return (text.contains("@") ? new JID(text) : new JID(text, domain, null)).toBareJID();
        } catch (IllegalArgumentException e) {
            throw Problem.notFound("There is no such user.");
        }
    }

    private String jid(String username) {
        return username + "@" + domain;
    }

    /** The username of somebody of this server; the bare JID of anybody else. */
    private String name(String jid) {
        return jid.endsWith("@" + domain) ? jid.substring(0, jid.length() - domain.length() - 1) : jid;
    }

    private static void requireOther(String reporter, String about, Subject.Kind kind) {
        if (reporter.equals(about)) {
            throw Problem.invalid(kind.label(), "is your own");
        }
    }

    private static List<Evidence.File> files(List<MediaFile> files) {
        return files.stream().map(Evidence.File::of).toList();
    }

    private static Problem noSuchGroup() {
        return Problem.notFound("There is no such group of yours.");
    }
}
