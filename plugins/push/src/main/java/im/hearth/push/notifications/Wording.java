package im.hearth.push.notifications;

import im.hearth.core.accounts.Accounts;
import im.hearth.core.problem.Problem;
import im.hearth.core.talk.Said;
import im.hearth.core.talk.Talk;
import im.hearth.core.talk.Talks;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What notifications say. Nothing of what was said is kept for them: it is looked up, as it stands then. */
public final class Wording {
    private static final String SOMEBODY = "Somebody";
    private static final String OF_TWO = "message";
    private static final String OF_GROUPS = "group_message";

    private final Talks talks;
    private final Accounts accounts;
    private final String domain;

    public Wording(Talks talks, Accounts accounts, String domain) {
        this.talks = talks;
        this.accounts = accounts;
        this.domain = domain;
    }

    /**
     * What a notification says.
     *
     * @param actor bare JID of who did it last; null for nobody, and for a deleted account
     * @param title who or which group it is about; null for none
     * @param text what happened
     * @param gone whether what was said there is gone
     */
    public record Words(@Nullable String actor, @Nullable String title, String text, boolean gone) {
        /** Of what is not there any more. */
        static final Words NOTHING = new Words(null, null, "", true);
    }

    /** What each of a person's notifications says, by id; in a few queries for all of them. */
    public Map<String, Words> of(String username, Collection<Notification> notifications) {
        Map<String, Said> said = said(username, notifications);
        Map<String, String> actors = actors(notifications, said);
        Map<String, String> names = accounts.names(usernames(actors.values()));
        Map<String, Words> words = new HashMap<>();
        for (Notification one : notifications) {
            String actor = actors.get(one.id());
            String name = actor == null ? SOMEBODY : names.getOrDefault(name(actor), name(actor));
            words.put(one.id(), words(one, actor, name, said.get(String.valueOf(one.subject()))));
        }
        return words;
    }

    private static Words words(Notification one, @Nullable String actor, String name, @Nullable Said said) {
        return switch (one.kind()) {
            case MESSAGE -> new Words(actor, name, words(said), isGone(said));
            case GROUP_MESSAGE, MENTION -> new Words(actor, one.title(), name + ": " + words(said), isGone(said));
            case REACTION ->
                new Words(actor, name, name + " reacted with " + one.detail() + " to your message.", false);
            case FRIEND_REQUEST -> new Words(actor, name, name + " wants to be your friend.", false);
            case FRIEND_ACCEPTED -> new Words(actor, name, name + " is your friend now.", false);
            case GROUP_INVITATION -> new Words(actor, one.title(), name + " added you to the group.", false);
            case POLL_CLOSED -> new Words(actor, null, "The poll is closed: " + one.detail(), false);
            case REPORT_RESOLVED ->
                new Words(
                        actor,
                        null,
                        one.detail() == null
                                ? "Your report was resolved."
                                : "Your report was resolved: " + one.detail(),
                        false);
            case MISSED_CALL -> new Words(actor, name, name + " called.", false);
        };
    }

    private static boolean isGone(@Nullable Said said) {
        return said == null || said.isRetracted();
    }

    private static String words(@Nullable Said said) {
        if (said == null || said.isRetracted()) {
            return "This message was taken back.";
        }
        String body = said.body();
        return body == null || body.isBlank() ? "An attachment" : body;
    }

    /** Who did what, by the id of the notification: of what is said in groups, who wrote it, if they are still here. */
    private Map<String, String> actors(Collection<Notification> notifications, Map<String, Said> said) {
        Map<String, String> actors = new HashMap<>();
        Map<String, String> authors = new HashMap<>();
        for (Notification one : notifications) {
            Said about = said.get(String.valueOf(one.subject()));
            if (one.actor() != null) {
                actors.put(one.id(), one.actor());
            } else if (Notification.isOfGroup(one.kind()) && about != null) {
                authors.put(one.id(), about.author());
            }
        }
        Set<String> gone = accounts.gone(usernames(authors.values()));
        authors.values().removeIf(author -> gone.contains(name(author)));
        actors.putAll(authors);
        return actors;
    }

    /** Those of this server. */
    private Set<String> usernames(Collection<String> jids) {
        return jids.stream()
                .map(this::name)
                .filter(name -> name.indexOf('@') < 0)
                .collect(Collectors.toSet());
    }

    /** The username of a bare JID of this server; the JID itself of another one's. */
    String name(String jid) {
        return jid.endsWith("@" + domain) ? jid.substring(0, jid.length() - domain.length() - 1) : jid;
    }

    private Map<String, Said> said(String username, Collection<Notification> notifications) {
        Map<String, Said> said = new HashMap<>();
        String person = username + "@" + domain;
        for (String type : List.of(OF_TWO, OF_GROUPS)) {
            List<String> ids = notifications.stream()
                    .filter(one -> Notification.isTalk(one.kind())
                            && Notification.isOfGroup(one.kind()) == type.equals(OF_GROUPS))
                    .flatMap(one -> Stream.ofNullable(one.subject()))
                    .toList();
            if (!ids.isEmpty()) {
                find(type, person, ids).forEach(found -> said.put(found.text(), found));
            }
        }
        return said;
    }

    private List<Said> find(String type, String person, List<String> ids) {
        Talk talk;
        try {
            talk = talks.of(type);
        } catch (Problem absent) {
            // The plugin of these messages is not there: neither are they.
            return List.of();
        }
        return talk.find(person, ids);
    }
}
