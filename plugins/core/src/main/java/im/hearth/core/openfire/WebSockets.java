package im.hearth.core.openfire;

import im.hearth.core.web.Socket;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.servlet.ServletContext;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jivesoftware.openfire.http.HttpBindManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WebSockets of the server's Jetty: 9.2 ({@code org.eclipse.jetty.websocket}) on 4.2, 12 with the ee8 environment
 * ({@code org.eclipse.jetty.ee8.websocket}) on 5.x. Both have the same listener and session under other names, and each
 * its own way to upgrade a request; their classes are met by reflection.
 */
public final class WebSockets {
    private static final Logger log = LoggerFactory.getLogger(WebSockets.class);

    private static final String EE8 = "org.eclipse.jetty.ee8.websocket.";
    private static final String NINE = "org.eclipse.jetty.websocket.";

    /** Longer than the time between two heartbeats: whoever does not even answer TCP is gone. */
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final ClassLoader server = HttpBindManager.class.getClassLoader();
    private @Nullable Object factory;

    /** Whether the request asks for a WebSocket (RFC 6455, section 4.2.1). */
    public static boolean isUpgrade(HttpServletRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    /**
     * Makes a WebSocket of a request; Jetty answers one that is not right.
     *
     * @param longest how long a message may be, in bytes; a longer one closes the WebSocket
     */
    public void upgrade(HttpServletRequest request, HttpServletResponse response, Socket.Listener listener, int longest)
            throws IOException {
        try {
            if (isThere(EE8 + "api.Session")) {
                upgradeOnTwelve(request, response, listener, longest);
            } else {
                upgradeOnNine(request, response, listener, longest);
            }
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException("The server's web server refused a WebSocket", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This Openfire's WebSockets are not ones that Hearth knows", e);
        }
    }

    private void upgradeOnTwelve(
            HttpServletRequest request, HttpServletResponse response, Socket.Listener listener, int longest)
            throws ReflectiveOperationException {
        Class<?> containerClass = type(EE8 + "server.JettyWebSocketServerContainer");
        Object container = containerClass
                .getMethod("getContainer", ServletContext.class)
                .invoke(null, request.getServletContext());
        Class<?> creatorClass = type(EE8 + "server.JettyWebSocketCreator");
        Object endpoint = endpoint(EE8, listener, longest);
        containerClass
                .getMethod("upgrade", creatorClass, HttpServletRequest.class, HttpServletResponse.class)
                .invoke(container, creator(creatorClass, endpoint), request, response);
    }

    private void upgradeOnNine(
            HttpServletRequest request, HttpServletResponse response, Socket.Listener listener, int longest)
            throws ReflectiveOperationException {
        Class<?> creatorClass = type(NINE + "servlet.WebSocketCreator");
        Object endpoint = endpoint(NINE, listener, longest);
        type(NINE + "servlet.WebSocketServletFactory")
                .getMethod("acceptWebSocket", creatorClass, HttpServletRequest.class, HttpServletResponse.class)
                .invoke(factoryOfNine(longest), creator(creatorClass, endpoint), request, response);
    }

    private synchronized Object factoryOfNine(int longest) throws ReflectiveOperationException {
        Object made = factory;
        if (made == null) {
            Class<?> policyClass = type(NINE + "api.WebSocketPolicy");
            Object policy = policyClass.getMethod("newServerPolicy").invoke(null);
            policyClass.getMethod("setMaxTextMessageBufferSize", int.class).invoke(policy, longest);
            policyClass.getMethod("setMaxTextMessageSize", int.class).invoke(policy, longest);
            policyClass.getMethod("setIdleTimeout", long.class).invoke(policy, IDLE.toMillis());
            Class<?> factoryClass = type(NINE + "server.WebSocketServerFactory");
            made = factoryClass.getConstructor(policyClass).newInstance(policy);
            factoryClass.getMethod("init").invoke(made);
            factory = made;
        }
        return made;
    }

    /** Answers with the one endpoint whatever a creator is asked. */
    private Object creator(Class<?> creatorClass, Object endpoint) {
        return proxy(creatorClass, (name, arguments) -> endpoint);
    }

    private Object endpoint(String packages, Socket.Listener listener, int longest)
            throws ReflectiveOperationException {
        Class<?> sessionClass = type(packages + "api.Session");
        Class<?> remoteClass = type(packages + "api.RemoteEndpoint");
        Class<?> callbackClass = type(packages + "api.WriteCallback");
        Method sendString = remoteClass.getMethod("sendString", String.class, callbackClass);
        Once closed = new Once(listener::closed);
        return proxy(type(packages + "api.WebSocketListener"), (name, arguments) -> {
            switch (name) {
                case "onWebSocketConnect" -> {
                    Object session = arguments[0];
                    limit(sessionClass, session, longest);
                    Object remote = sessionClass.getMethod("getRemote").invoke(session);
                    listener.opened(new Open(
                            sessionClass,
                            session,
                            (message, done) -> {
                                Object callback = proxy(callbackClass, (result, nothing) -> {
                                    if (result.equals("writeSuccess")) {
                                        done.run();
                                    } else {
                                        closed.run();
                                    }
                                    return null;
                                });
                                sendString.invoke(remote, message, callback);
                            },
                            closed));
                }
                case "onWebSocketText" -> listener.text(String.valueOf(arguments[0]));
                case "onWebSocketClose", "onWebSocketError" -> closed.run();
                default -> log.debug("A WebSocket told {}", name);
            }
            return null;
        });
    }

    /** On 12 the limits are the session's. */
    private static void limit(Class<?> sessionClass, Object session, int longest) throws ReflectiveOperationException {
        try {
            sessionClass.getMethod("setMaxTextMessageSize", long.class).invoke(session, (long) longest);
            sessionClass.getMethod("setIdleTimeout", Duration.class).invoke(session, IDLE);
        } catch (NoSuchMethodException e) {
            log.trace("On 9.2 the limits are the factory's");
        }
    }

    private boolean isThere(String name) {
        try {
            type(name);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(name, true, server);
    }

    @FunctionalInterface
    private interface Call {
        @Nullable Object of(String name, Object[] arguments) throws ReflectiveOperationException;
    }

    private Object proxy(Class<?> type, Call call) {
        InvocationHandler handler = (self, method, arguments) -> switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(self);
            case "equals" -> arguments != null && self == arguments[0];
            case "toString" -> type.getSimpleName();
            default -> call.of(method.getName(), arguments == null ? new Object[0] : arguments);
        };
        return Proxy.newProxyInstance(server, new Class<?>[] {type}, handler);
    }

    @FunctionalInterface
    private interface Send {
        void send(String message, Runnable done) throws ReflectiveOperationException;
    }

    private record Once(Runnable task, AtomicBoolean done) implements Runnable {
        Once(Runnable task) {
            this(task, new AtomicBoolean());
        }

        @Override
        public void run() {
            if (done.compareAndSet(false, true)) {
                task.run();
            }
        }
    }

    private record Open(Class<?> type, Object session, Send sender, Runnable closed) implements Socket {
        @Override
        public void send(String message, Runnable done) {
            try {
                sender.send(message, done);
            } catch (ReflectiveOperationException e) {
                log.debug("A WebSocket is gone", e);
                closed.run();
            }
        }

        @Override
        public void close(int code, String reason) {
            try {
                type.getMethod("close", int.class, String.class).invoke(session, code, reason);
            } catch (ReflectiveOperationException e) {
                log.debug("A WebSocket is gone", e);
                closed.run();
            }
        }

        @Override
        public void drop() {
            try {
                type.getMethod("disconnect").invoke(session);
            } catch (ReflectiveOperationException e) {
                log.debug("A WebSocket is gone", e);
            }
            closed.run();
        }
    }
}
