package im.hearth.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.admin.AdminManager;
import org.jivesoftware.openfire.auth.AuthFactory;
import org.jivesoftware.openfire.auth.ConnectionException;
import org.jivesoftware.openfire.auth.InternalUnauthenticatedException;
import org.jivesoftware.openfire.auth.UnauthorizedException;
import org.jivesoftware.openfire.container.PluginManager;

/** The one page on the admin port: what runs here, for an administrator of the server (HTTP Basic, RFC 7617). */
public final class AdminPage extends HttpServlet {
    private static final long serialVersionUID = 1;

    private static final String BASIC = "Basic ";

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        if (administrator(request).isEmpty()) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"Hearth\", charset=\"UTF-8\"");
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        if (!"/".equals(request.getServletPath()) && !"/index.html".equals(request.getServletPath())) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setContentType("text/html; charset=UTF-8");
        response.getWriter().write(page(XMPPServer.getInstance()));
    }

    private static Optional<String> administrator(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        String credentials;
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
            credentials = new String(decoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        int colon = credentials.indexOf(':');
        if (colon < 1) {
            return Optional.empty();
        }
        String name = credentials.substring(0, colon);
        try {
            AuthFactory.authenticate(name, credentials.substring(colon + 1));
        } catch (UnauthorizedException | ConnectionException | InternalUnauthenticatedException e) {
            return Optional.empty();
        }
        return AdminManager.getInstance().isUserAdmin(name, true) ? Optional.of(name) : Optional.empty();
    }

    private static String page(XMPPServer server) {
        PluginManager plugins = server.getPluginManager();
        StringBuilder rows = new StringBuilder();
        row(rows, "Domain", server.getServerInfo().getXMPPDomain());
        row(rows, "Openfire", server.getServerInfo().getVersion().getVersionString());
        row(rows, "Java", Runtime.version().toString());
        plugins.getMetadataExtractedPlugins().forEach((name, metadata) -> {
            if (!name.equals("admin")) {
                String state = plugins.isLoaded(name) ? "" : " (not loaded)";
                row(rows, name, metadata.getVersion() + state);
            }
        });
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>Hearth</title></head>
                <body>
                <h1>Hearth</h1>
                <table>
                %s</table>
                </body>
                </html>
                """.formatted(rows);
    }

    private static void row(StringBuilder rows, String name, String value) {
        rows.append("<tr><th scope=\"row\">")
                .append(escape(name))
                .append("</th><td>")
                .append(escape(value))
                .append("</td></tr>\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
