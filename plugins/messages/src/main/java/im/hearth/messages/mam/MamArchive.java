package im.hearth.messages.mam;

import im.hearth.core.db.Database;
import im.hearth.core.problem.Problem;
import im.hearth.messages.Conversation;
import im.hearth.messages.MessageId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/** The rules of what a query of somebody's archive finds. Owners are bare JIDs. */
public final class MamArchive {
    private final Database database;
    private final MamStore store;

    public MamArchive(Database database, MamStore store) {
        this.database = database;
        this.store = store;
    }

    /** As {@link #page(String, MamForm, ResultSet, Function)}, of a person's archive. */
    MamPage page(String owner, MamForm form, ResultSet set) {
        return page(owner, form, set, null);
    }

    /**
     * The page that is asked for.
     *
     * @param authors the address under which the archive of a room has what somebody wrote there, by JID; null for a
     *     person's archive
     * @throws Problem NOT_FOUND if an id that the query names is not in the archive
     */
    MamPage page(String owner, MamForm form, ResultSet set, @Nullable Function<JID, String> authors) {
        return database.read(handle -> {
            MamRange asked = asked(handle, owner, form, authors);
            if (!form.ids().isEmpty()) {
                return pick(handle, asked, form.ids(), set);
            }
            if (set.max() == 0) {
                long count = store.count(handle, asked);
                return new MamPage(List.of(), count == 0, count);
            }
            MamRange range = within(handle, asked, set);
            List<ArchivedStanza> rows = set.backwards()
                    ? store.last(handle, range, set.max() + 1)
                    : store.first(handle, range, set.max() + 1);
            boolean complete = rows.size() <= set.max();
            List<ArchivedStanza> page = new ArrayList<>(complete ? rows : rows.subList(0, set.max()));
            if (set.backwards()) {
                Collections.reverse(page);
            }
            return new MamPage(page, complete, null);
        });
    }

    /** The first and the last stanza of the archive; empty for an empty one. */
    List<ArchivedStanza> edges(String owner) {
        MamRange all = new MamRange(owner, null, null, Long.MIN_VALUE, Long.MAX_VALUE);
        return database.read(
                handle -> Stream.concat(store.first(handle, all, 1).stream(), store.last(handle, all, 1).stream())
                        .toList());
    }

    private MamRange asked(Handle handle, String owner, MamForm form, @Nullable Function<JID, String> authors) {
        JID with = form.with();
        String conversation = with == null || authors != null ? null : Conversation.of(owner, with.toBareJID());
        String author = with == null || authors == null ? null : authors.apply(with);
        MamRange range = new MamRange(owner, conversation, author, Long.MIN_VALUE, Long.MAX_VALUE);
        if (form.start() != null) {
            range = range.after(MessageId.first(form.start()) - 1);
        }
        if (form.end() != null) {
            long last = MessageId.last(form.end());
            range = last == Long.MAX_VALUE ? range : range.before(last + 1);
        }
        return bounded(handle, range, form.afterId(), form.beforeId());
    }

    private MamRange within(Handle handle, MamRange range, ResultSet set) {
        return bounded(handle, range, set.after(), set.before());
    }

    private MamRange bounded(Handle handle, MamRange range, @Nullable String after, @Nullable String before) {
        MamRange bounded = after == null ? range : range.after(require(handle, range.owner(), after));
        return before == null ? bounded : bounded.before(require(handle, range.owner(), before));
    }

    private MamPage pick(Handle handle, MamRange asked, List<String> wanted, ResultSet set) {
        TreeSet<Long> found = new TreeSet<>();
        for (String text : wanted) {
            long id = require(handle, asked.owner(), text);
            if (isIn(handle, asked, id)) {
                found.add(id);
            }
        }
        if (set.max() == 0) {
            return new MamPage(List.of(), found.isEmpty(), (long) found.size());
        }
        MamRange range = within(handle, asked, set);
        List<Long> left = new ArrayList<>(found.stream()
                .filter(id -> id > range.after() && id < range.before())
                .toList());
        boolean complete = left.size() <= set.max();
        List<Long> page = complete
                ? left
                : set.backwards() ? left.subList(left.size() - set.max(), left.size()) : left.subList(0, set.max());
        return new MamPage(page.isEmpty() ? List.of() : store.stanzas(handle, page), complete, null);
    }

    private boolean isIn(Handle handle, MamRange range, long id) {
        Optional<MamStore.Filed> filed = store.filed(handle, range.owner(), id);
        return id > range.after()
                && id < range.before()
                && filed.isPresent()
                && filed.get().isIn(range);
    }

    private long require(Handle handle, String owner, String text) {
        OptionalLong id = MessageId.parse(text);
        if (id.isPresent() && store.filed(handle, owner, id.getAsLong()).isPresent()) {
            return id.getAsLong();
        }
        throw Problem.notFound("The archive has no message of the id " + text + ".");
    }
}
