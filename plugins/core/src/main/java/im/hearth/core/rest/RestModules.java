package im.hearth.core.rest;

import im.hearth.core.plugin.Registration;
import im.hearth.core.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Where features leave what they bring to the REST door, and where its host finds it, in whatever order they start. */
public final class RestModules {
    private final List<RestModule> modules = new CopyOnWriteArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, RestRoute> routes = new ConcurrentHashMap<>();
    private volatile RestCalls calls = RestModules::nobodyServes;
    private volatile TokenCheck tokenCheck = RestModules::nobodyChecks;

    /** Brings a feature's resources. */
    public Registration add(RestModule module) {
        modules.add(module);
        changed();
        return () -> {
            modules.remove(module);
            changed();
        };
    }

    /**
     * Brings a route that answers GET by itself.
     *
     * @param path below {@code /api}, such as {@code /events/}
     */
    public Registration route(String path, RestRoute route) {
        routes.put(path, route);
        return () -> routes.remove(path, route);
    }

    /** The route of a path, which may lack the slash at its end. */
    public Optional<RestRoute> route(String path) {
        return Optional.ofNullable(routes.get(path.endsWith("/") ? path : path + "/"));
    }

    /** Serves the door from within. */
    public Registration serveCallsWith(RestCalls served) {
        calls = served;
        return () -> calls = RestModules::nobodyServes;
    }

    /** The door from within; answers 503 until its host is there. */
    public RestCalls calls() {
        return calls;
    }

    /** Brings the check of access tokens. */
    public Registration checkTokensWith(TokenCheck check) {
        tokenCheck = check;
        return () -> tokenCheck = RestModules::nobodyChecks;
    }

    /** The check of access tokens; answers 503 until a plugin brings one. */
    public TokenCheck tokenCheck() {
        return tokenCheck;
    }

    /** The modules that are there now. */
    public List<RestModule> modules() {
        return List.copyOf(modules);
    }

    /** Calls the listener whenever a module comes or goes. */
    public Registration onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private static RestCalls.Answer nobodyServes(String path, Map<String, String> headers, String peer, String json) {
        throw Problem.unavailable("no-rest", "No plugin that serves REST is running.", null);
    }

    private static Caller nobodyChecks(String token) {
        throw Problem.unavailable("no-authentication", "No plugin that checks tokens is running.", null);
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }
}
