package im.hearth.people;

import im.hearth.core.openfire.BlockLists;
import im.hearth.core.plugin.Registration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.xmpp.packet.JID;

/** Block lists in memory. */
public final class FakeBlockLists extends BlockLists {
    private final Map<String, Set<String>> lists = new HashMap<>();
    private final List<JID> watching = new ArrayList<>();

    @SuppressWarnings("NullAway") // There is no server.
    public FakeBlockLists() {
        super(null);
    }

    @Override
    public boolean isServed() {
        return false;
    }

    @Override
    public Set<String> of(String username) {
        return Set.copyOf(lists.getOrDefault(username, Set.of()));
    }

    @Override
    public synchronized void add(String username, Collection<String> jids) {
        lists.computeIfAbsent(username, name -> new LinkedHashSet<>()).addAll(jids);
    }

    @Override
    public synchronized void remove(String username, Collection<String> jids) {
        lists.getOrDefault(username, new LinkedHashSet<>()).removeAll(Set.copyOf(jids));
    }

    @Override
    public synchronized void forget(String username) {
        lists.remove(username);
    }

    @Override
    public void watch(JID resource) {
        watching.add(resource);
    }

    @Override
    public List<JID> watchers(String username) {
        return watching.stream()
                .filter(resource -> username.equals(resource.getNode()))
                .toList();
    }

    @Override
    public Registration listen(Consumer<String> listener) {
        return () -> {};
    }
}
