package im.hearth.core.openfire;

import im.hearth.core.plugin.Registration;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.dom4j.Element;
import org.jivesoftware.openfire.commands.AdHocCommand;
import org.jivesoftware.openfire.commands.AdHocCommandHandler;
import org.jivesoftware.openfire.commands.SessionData;
import org.jivesoftware.openfire.disco.IQDiscoInfoHandler;
import org.xmpp.packet.JID;

/**
 * Service discovery (XEP-0030): what the server and its accounts announce.
 *
 * <p>4.2 answers for an account with the server's features; 5.x asks user features providers, an interface that 4.2
 * lacks.
 */
public final class Disco {
    private final IQDiscoInfoHandler handler;
    private final AdHocCommandHandler commands;

    public Disco(IQDiscoInfoHandler handler, AdHocCommandHandler commands) {
        this.handler = handler;
        this.commands = commands;
    }

    /**
     * Lists an ad-hoc command (XEP-0050) of the server, which {@link im.hearth.core.commands.AdHocCommands} serves for the
     * people of this server.
     */
    public Registration command(String node, String name) {
        AdHocCommand listed = new Listed(node, name);
        commands.addCommand(listed);
        return () -> commands.removeCommand(listed);
    }

    private static final class Listed extends AdHocCommand {
        private final String node;

        Listed(String node, String name) {
            this.node = node;
            setLabel(name);
        }

        @Override
        public boolean hasPermission(JID requester) {
            return true;
        }

        @Override
        public String getCode() {
            return node;
        }

        @Override
        public String getDefaultLabel() {
            return "";
        }

        @Override
        public int getMaxStages(SessionData data) {
            return 0;
        }

        /** Comes here only from another server. */
        @Override
        public void execute(SessionData data, Element command) {
            command.addElement("note").addAttribute("type", "error").setText("This is for the people of this server.");
        }

        @Override
        protected void addStageInformation(SessionData data, Element command) {}

        @Override
        protected List<Action> getActions(SessionData data) {
            return List.of();
        }

        @Override
        protected Action getExecuteAction(SessionData data) {
            return Action.complete;
        }
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
