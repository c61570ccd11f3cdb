package im.hearth.people.profiles;

import im.hearth.core.media.Portraits.Portrait;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The web door for profile pictures, {@code /avatars/ID}. Whoever knows an address may use it; there is no list. */
public final class PictureServlet extends HttpServlet {
    private static final Pattern PICTURE = Pattern.compile("/([0-9a-f]{32})");
    private static final Logger log = LoggerFactory.getLogger(PictureServlet.class);

    private final transient Profiles profiles;

    public PictureServlet(Profiles profiles) {
        this.profiles = profiles;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
        response.setHeader("Referrer-Policy", "no-referrer");
        Matcher path = PICTURE.matcher(request.getPathInfo() == null ? "" : request.getPathInfo());
        try {
            Optional<Portrait> shown = path.matches() ? profiles.shown(path.group(1)) : Optional.empty();
            if (shown.isEmpty()) {
                response.setStatus(HttpServletResponse.SC_NOT_FOUND);
                return;
            }
            write(shown.get(), path.group(1), request, response);
        } catch (RuntimeException e) {
            log.error("A picture could not be served", e);
            response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        }
    }

    private static void write(Portrait picture, String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        // An address has one picture, or none any more.
        String tag = "\"" + id + "\"";
        response.setHeader("ETag", tag);
        response.setHeader("Cache-Control", "private, max-age=86400");
        if (tag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        byte[] content = Base64.getDecoder().decode(picture.content());
        response.setContentType(picture.mimeType());
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }
}
