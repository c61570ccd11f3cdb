package im.hearth.core.web;

import im.hearth.core.plugin.Registration;
import javax.servlet.Servlet;

/** The public web port (HTTP-bind: 7070, 7443 with TLS). */
public interface Web {
    /**
     * Mounts a servlet, which sees every request below the path, with asynchronous answers allowed.
     *
     * @param path such as {@code /api}; no other mount may have it
     */
    Registration mount(String path, Servlet servlet);
}
