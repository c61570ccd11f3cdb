package im.hearth.core.events.live;

import im.hearth.core.db.Transaction;
import im.hearth.core.plugin.Registration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Where features say what the streams of people show, and what may be sent on them; the plugin of the streams serves it.
 * Without that plugin nothing is kept, and nobody is told.
 */
public final class LiveEvents {
    /** The streams of people on this node, and the log of facts. */
    public interface Streams {
        /** See {@link LiveEvents#wake}. */
        void wake(Collection<String> usernames);

        /** See {@link LiveEvents#look}. */
        void look();

        /** See {@link LiveEvents#tell}. */
        void tell(Collection<String> usernames, String type, Object data);

        /** See {@link LiveEvents#hasStream}. */
        boolean hasStream(String username);

        /** See {@link LiveEvents#log}. */
        void log(Transaction transaction, Collection<String> audience, String type, Object data);
    }

    private static final Streams NONE = new Streams() {
        @Override
        public void wake(Collection<String> usernames) {}

        @Override
        public void look() {}

        @Override
        public void tell(Collection<String> usernames, String type, Object data) {}

        @Override
        public boolean hasStream(String username) {
            return false;
        }

        @Override
        public void log(Transaction transaction, Collection<String> audience, String type, Object data) {}
    };

    private final List<EventSource> sources = new CopyOnWriteArrayList<>();
    private final List<Topics> topics = new CopyOnWriteArrayList<>();
    private final Map<String, String> posts = new ConcurrentHashMap<>();
    private final List<Consumer<String>> watchers = new CopyOnWriteArrayList<>();
    private volatile Streams streams = NONE;
    private volatile UnaryOperator<Set<String>> elsewhere = usernames -> Set.of();

    /** Brings a source. */
    public Registration add(EventSource source) {
        sources.add(source);
        return () -> sources.remove(source);
    }

    /** The sources that are there now. */
    public List<EventSource> sources() {
        return sources;
    }

    /** Brings topics. */
    public Registration add(Topics added) {
        topics.add(added);
        return () -> topics.remove(added);
    }

    /** The topics that are there now. */
    public List<Topics> topics() {
        return topics;
    }

    /**
     * Lets people send a thing on a WebSocket: what comes with that type is posted to that path of the REST door.
     *
     * @param type such as {@code message}
     * @param path such as {@code /messages/}
     */
    public Registration post(String type, String path) {
        posts.put(type, path);
        return () -> posts.remove(type, path);
    }

    /** Where things of a type are posted to. */
    public Optional<String> pathOf(String type) {
        return Optional.ofNullable(posts.get(type));
    }

    /** The types of what may be sent. */
    public List<String> postTypes() {
        return posts.keySet().stream().sorted().toList();
    }

    /** Serves the streams. */
    public Registration serve(Streams served) {
        streams = served;
        return () -> streams = NONE;
    }

    /** Brings what knows which of some people have a stream open on another node. */
    public Registration readElsewhere(UnaryOperator<Set<String>> known) {
        elsewhere = known;
        return () -> elsewhere = usernames -> Set.of();
    }

    /** Whether somebody has a stream open on this node. */
    public boolean hasStream(String username) {
        return streams.hasStream(username);
    }

    /** Which of these people have a stream open, on this node or, as far as is known here, on another one. */
    public Set<String> reading(Collection<String> usernames) {
        Set<String> reading =
                usernames.stream().filter(streams::hasStream).collect(Collectors.toCollection(HashSet::new));
        Set<String> others = new HashSet<>(usernames);
        others.removeAll(reading);
        reading.addAll(elsewhere.apply(others));
        return reading;
    }

    /** Which of these people have, as far as is known here, a stream open on another node; maybe one on this node as well. */
    public Set<String> elsewhere(Collection<String> usernames) {
        return elsewhere.apply(Set.copyOf(usernames));
    }

    /** As {@link #reading}, of one. */
    public boolean isReading(String username) {
        return !reading(Set.of(username)).isEmpty();
    }

    /** Tells the username of whoever opens the first stream on this node, or closes the last one. */
    public Registration onComingOrGoing(Consumer<String> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /** The plugin of the streams says who has opened the first one on this node, or closed the last one. */
    public void cameOrWent(String username) {
        watchers.forEach(watcher -> watcher.accept(username));
    }

    /** A source has something new for these people; call it after the commit. Never waits. */
    public void wake(Collection<String> usernames) {
        streams.wake(usernames);
    }

    /** A source has something new for many; whom, the sources say when they are asked. Never waits. */
    public void look() {
        streams.look();
    }

    /** Tells people who have a stream open on this node now, and nobody else: for what is worth nothing later. */
    public void tell(Collection<String> usernames, String type, Object data) {
        streams.tell(usernames, type, data);
    }

    /**
     * Keeps a fact for people, which is in no table of its own feature, and tells it once it is committed. It is written
     * right before the transaction's commit.
     *
     * @param audience usernames, and {@link Topics}
     * @param type such as {@code friendship.accepted}
     * @param data what Jackson writes, in the shape that the REST door has for the same thing
     */
    public void log(Transaction transaction, Collection<String> audience, String type, Object data) {
        streams.log(transaction, Set.copyOf(audience), type, data);
    }
}
