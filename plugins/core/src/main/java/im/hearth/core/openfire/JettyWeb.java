package im.hearth.core.openfire;

import im.hearth.core.plugin.Registration;
import im.hearth.core.web.Web;
import javax.servlet.Servlet;
import org.jivesoftware.openfire.http.HttpBindManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's public web port (HTTP-bind: 7070, 7443 with TLS). */
public final class JettyWeb implements Web {
    private static final Logger log = LoggerFactory.getLogger(JettyWeb.class);

    @Override
    public Registration mount(String path, Servlet servlet) {
        HttpBindManager manager = HttpBindManager.getInstance();
        return ServletContexts.with(path, servlet, context -> {
            ServletContexts.method(manager, "addJettyHandler", context).invoke(manager, context);
            return () -> remove(manager, context);
        });
    }

    private static void remove(HttpBindManager manager, Object context) {
        try {
            ServletContexts.method(manager, "removeJettyHandler", context).invoke(manager, context);
        } catch (ReflectiveOperationException e) {
            log.warn("A web mount could not be taken away", e);
        }
    }
}
