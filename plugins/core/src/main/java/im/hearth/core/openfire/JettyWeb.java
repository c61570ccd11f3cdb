package im.hearth.core.openfire;

import im.hearth.core.plugin.Registration;
import im.hearth.core.web.Web;
import java.lang.reflect.Method;
import java.util.Arrays;
import javax.servlet.Servlet;
import org.jivesoftware.openfire.http.HttpBindManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mounts servlets on the server's Jetty: 9.2 ({@code org.eclipse.jetty.servlet}) on 4.2, 12 with the ee8 environment
 * ({@code org.eclipse.jetty.ee8.servlet}) on 5.x. Both speak {@code javax.servlet}; their classes are met by reflection.
 */
public final class JettyWeb implements Web {
    private static final Logger log = LoggerFactory.getLogger(JettyWeb.class);
    private static final int NO_SESSIONS = 0;

    @Override
    public Registration mount(String path, Servlet servlet) {
        HttpBindManager manager = HttpBindManager.getInstance();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // A servlet finds its own libraries (ServiceLoader, Jersey) by the context class loader.
        thread.setContextClassLoader(servlet.getClass().getClassLoader());
        try {
            Object context = context(path, servlet);
            method(manager, "addJettyHandler", context).invoke(manager, context);
            return () -> remove(manager, context);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This Openfire's web server is not one that Hearth knows", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Object context(String path, Servlet servlet) throws ReflectiveOperationException {
        ClassLoader server = HttpBindManager.class.getClassLoader();
        String packageName = "org.eclipse.jetty.ee8.servlet.";
        try {
            Class.forName(packageName + "ServletContextHandler", false, server);
        } catch (ClassNotFoundException e) {
            packageName = "org.eclipse.jetty.servlet.";
        }
        Class<?> contextClass = Class.forName(packageName + "ServletContextHandler", true, server);
        Class<?> holderClass = Class.forName(packageName + "ServletHolder", true, server);

        Object context = contextClass.getConstructor(int.class).newInstance(NO_SESSIONS);
        contextClass.getMethod("setContextPath", String.class).invoke(context, path);
        contextClass.getMethod("setAllowNullPathInfo", boolean.class).invoke(context, true);
        contextClass
                .getMethod("setClassLoader", ClassLoader.class)
                .invoke(context, servlet.getClass().getClassLoader());
        Object holder = holderClass.getConstructor(Servlet.class).newInstance(servlet);
        holderClass.getMethod("setAsyncSupported", boolean.class).invoke(holder, true);
        contextClass.getMethod("addServlet", holderClass, String.class).invoke(context, holder, "/*");
        letWebSockets(server, context);
        return context;
    }

    /** On 12 a context must say before it starts that it has WebSockets; on 9.2 any request can become one. */
    private static void letWebSockets(ClassLoader server, Object context) throws ReflectiveOperationException {
        String name = "org.eclipse.jetty.ee8.websocket.server.config.JettyWebSocketServletContainerInitializer";
        Class<?> initializer;
        try {
            initializer = Class.forName(name, true, server);
        } catch (ClassNotFoundException e) {
            return;
        }
        Class<?> configurator = Class.forName(name + "$Configurator", true, server);
        initializer.getMethod("configure", context.getClass(), configurator).invoke(null, context, null);
    }

    private static void remove(HttpBindManager manager, Object context) {
        try {
            method(manager, "removeJettyHandler", context).invoke(manager, context);
        } catch (ReflectiveOperationException e) {
            log.warn("A web mount could not be taken away", e);
        }
    }

    private static Method method(HttpBindManager manager, String name, Object argument) throws NoSuchMethodException {
        return Arrays.stream(manager.getClass().getMethods())
                .filter(method -> method.getName().equals(name)
                        && method.getParameterCount() == 1
                        && method.getParameterTypes()[0].isInstance(argument))
                .findFirst()
                .orElseThrow(() -> new NoSuchMethodException(name));
    }
}
