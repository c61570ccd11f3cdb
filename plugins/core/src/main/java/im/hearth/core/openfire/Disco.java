package im.hearth.core.openfire;

import im.hearth.core.plugin.Registration;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jivesoftware.openfire.disco.IQDiscoInfoHandler;

/**
 * Service discovery (XEP-0030): what the server and its accounts announce.
 *
 * <p>4.2 answers for an account with the server's features; 5.x asks user features providers, an interface that 4.2
 * lacks.
 */
public final class Disco {
    private final IQDiscoInfoHandler handler;

    public Disco(IQDiscoInfoHandler handler) {
        this.handler = handler;
    }

    /** Announces a feature of the server. */
    public Registration serverFeature(String feature) {
        handler.addServerFeature(feature);
        return () -> handler.removeServerFeature(feature);
    }

    /** Announces a feature of every account on this server. */
    public Registration accountFeature(String feature) {
        Class<?> type;
        try {
            type = Class.forName(
                    "org.jivesoftware.openfire.disco.UserFeaturesProvider",
                    false,
                    IQDiscoInfoHandler.class.getClassLoader());
            Method add = IQDiscoInfoHandler.class.getMethod("addUserFeaturesProvider", type);
            Method remove = IQDiscoInfoHandler.class.getMethod("removeUserFeaturesProvider", type);
            Object provider = Proxy.newProxyInstance(
                    Disco.class.getClassLoader(),
                    new Class<?>[] {type},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "getFeatures" -> List.of(feature).iterator();
                        case "hashCode" -> System.identityHashCode(proxy);
                        case "equals" -> proxy == arguments[0];
                        default -> "feature of every account: " + feature;
                    });
            add.invoke(handler, provider);
            return () -> invoke(remove, provider);
        } catch (ClassNotFoundException | NoSuchMethodException e) {
            return serverFeature(feature);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This Openfire does not take account features", e);
        }
    }

    private void invoke(Method method, Object argument) {
        try {
            method.invoke(handler, argument);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This Openfire does not give account features back", e);
        }
    }
}
