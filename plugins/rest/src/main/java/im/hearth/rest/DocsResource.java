package im.hearth.rest;

import im.hearth.core.problem.Problem;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import javax.annotation.security.PermitAll;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.core.CacheControl;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.EntityTag;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Request;
import javax.ws.rs.core.Response;

/** A page to read the API on and to try it: Swagger UI out of this plugin's own jars. */
@Hidden
@PermitAll
@Path("/docs/")
public final class DocsResource {
    /** Scripts and styles of our own only; Swagger UI's style sheet has its icons in data: URLs. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/";
    private static final String WEBJAR_VERSION = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";

    private record File(String type, boolean ours) {}

    private static final Map<String, File> FILES = Map.of(
            "index.html", new File("text/html;charset=utf-8", true),
            "docs.js", new File("text/javascript;charset=utf-8", true),
            "swagger-ui-bundle.js", new File("text/javascript;charset=utf-8", false),
            "swagger-ui.css", new File("text/css;charset=utf-8", false),
            "favicon-32x32.png", new File("image/png", false));

    private final String webjar = WEBJAR + version() + "/";

    @GET
    public Response page(@Context Request request) {
        return file(request, "index.html");
    }

    @GET
    @Path("{file}")
    public Response file(@Context Request request, @PathParam("file") String name) {
        File file = FILES.get(name);
        URL url = file == null ? null : DocsResource.class.getResource(file.ours() ? "docs/" + name : webjar + name);
        if (file == null || url == null) {
            throw Problem.notFound("The documentation has no such file.");
        }
        byte[] bytes = read(url);
        EntityTag tag = new EntityTag(Integer.toHexString(Arrays.hashCode(bytes)));
        CacheControl revalidate = new CacheControl();
        revalidate.setNoCache(true);
        revalidate.setNoTransform(false);
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        Response.ResponseBuilder response =
                unchanged == null ? Response.ok(bytes).header(HttpHeaders.CONTENT_TYPE, file.type()) : unchanged;
        return response.tag(tag)
                .cacheControl(revalidate)
                .header("Content-Security-Policy", POLICY)
                .build();
    }

    private static byte[] read(URL url) {
        try (InputStream in = url.openStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String version() {
        try (InputStream in = DocsResource.class.getResourceAsStream(WEBJAR_VERSION)) {
            Properties about = new Properties();
            if (in != null) {
                about.load(in);
            }
            return about.getProperty("version", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
