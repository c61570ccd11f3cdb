package im.hearth.core.web;

import im.hearth.core.plugin.Registration;
import javax.servlet.Servlet;

/** A web port of the server. */
public interface Web {
    /**
     * Mounts a servlet, which sees every request below the path, with asynchronous answers allowed.
     *
     * @param path such as {@code /api}; no other mount may have it
     */
    Registration mount(String path, Servlet servlet);
}
