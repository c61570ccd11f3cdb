package im.hearth.core.openfire;

import java.lang.reflect.Method;
import java.util.Arrays;
import javax.servlet.Servlet;
import org.jivesoftware.openfire.http.HttpBindManager;

/**
 * Contexts of the server's Jetty with one servlet each: 9.2 ({@code org.eclipse.jetty.servlet}) on 4.2, 12 with the ee8
 * environment ({@code org.eclipse.jetty.ee8.servlet}) on 5.x. Both speak {@code javax.servlet}; their classes are met by
 * reflection.
 */
final class ServletContexts {
    private static final int NO_SESSIONS = 0;

    private ServletContexts() {}

    /** Something with the server's web servers. */
    @FunctionalInterface
    interface Work<T> {
        T run(Object context) throws ReflectiveOperationException;
    }

    /** Makes a context, and does something with it while the servlet's libraries are found. */
    static <T> T with(String path, Servlet servlet, Work<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // A servlet finds its own libraries (ServiceLoader, Jersey) by the context class loader.
        thread.setContextClassLoader(servlet.getClass().getClassLoader());
        try {
            return work.run(context(path, servlet));
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

    /** The method with one parameter, of whatever type takes the argument. */
    static Method method(Object target, String name, Object argument) throws NoSuchMethodException {
        return Arrays.stream(target.getClass().getMethods())
                .filter(method -> method.getName().equals(name)
                        && method.getParameterCount() == 1
                        && method.getParameterTypes()[0].isInstance(argument))
                .findFirst()
                .orElseThrow(() -> new NoSuchMethodException(name));
    }
}
