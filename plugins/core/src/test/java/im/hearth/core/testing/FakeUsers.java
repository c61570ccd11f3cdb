package im.hearth.core.testing;

import im.hearth.core.openfire.ServerUsers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The server's users, in memory. */
public final class FakeUsers extends ServerUsers {
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private final Set<String> administrators = ConcurrentHashMap.newKeySet();
    private final Set<String> rosters = ConcurrentHashMap.newKeySet();

    /** Adds somebody to the user's roster. */
    public void befriend(String username, String jid) {
        rosters.add(username + ' ' + jid);
    }

    @Override
    public boolean hasInRoster(String username, String jid) {
        return rosters.contains(username + ' ' + jid);
    }

    /** Makes the user an administrator of the server. */
    public void promote(String username) {
        administrators.add(username);
    }

    @Override
    public boolean exists(String username) {
        return passwords.containsKey(username);
    }

    @Override
    public void ensure(String username, String password, @Nullable String name, @Nullable String email) {
        passwords.putIfAbsent(username, password);
    }

    @Override
    public void rename(String username, @Nullable String name, @Nullable String email) {}

    @Override
    public void setPassword(String username, String password) {
        passwords.put(username, password);
    }

    @Override
    public boolean checkPassword(String username, String password) {
        return password.equals(passwords.get(username));
    }

    @Override
    public void delete(String username) {
        passwords.remove(username);
    }

    @Override
    public Optional<String> description(String username) {
        return Optional.empty();
    }

    @Override
    public List<String> administrators() {
        return administrators.stream().sorted().toList();
    }

    @Override
    public boolean isAdministrator(String username) {
        return administrators.contains(username);
    }
}
