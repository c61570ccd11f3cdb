package im.hearth.media;

import im.hearth.core.media.MediaKind;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.rest.Json;
import im.hearth.core.web.Leftover;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web door for files, {@code /media}: reads at {@code /ID/NAME} and {@code /ID/t/thumbnail.jpg}, uploads to
 * {@code /slots/TOKEN/NAME}. Whoever knows an address may use it; there is nothing else to ask for, and no list.
 */
final class MediaServlet extends HttpServlet {
    private static final Pattern FILE = Pattern.compile("/(" + MediaUrls.ID + ")/[^/]+");
    private static final Pattern THUMBNAIL = Pattern.compile("/(" + MediaUrls.ID + ")/t/thumbnail\\.(?:jpg|png)");
    private static final Pattern SLOT = Pattern.compile("/slots/(" + MediaUrls.ID + ")/[^/]+");

    private static final Logger log = LoggerFactory.getLogger(MediaServlet.class);

    private final transient MediaLibrary library;
    private final transient Slots slots;

    MediaServlet(MediaLibrary library, Slots slots) {
        this.library = library;
        this.slots = slots;
    }

    /** What is read: a file, or its small copy. */
    private record Content(
            String blob,
            String type,
            long size,
            String tag,
            Instant modified,
            @Nullable String saveAs) {}

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        headers(request, response);
        try {
            serve(request, response);
        } catch (Problem problem) {
            refuse(request, response, problem);
        } catch (RuntimeException e) {
            log.error("A file could not be served", e);
            refuse(request, response, Problem.of(Kind.INTERNAL, "Something went wrong here. Try again later."));
        }
    }

    /** Nothing of a file may run as a page of this origin, whatever it is. */
    private static void headers(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; img-src 'self'; media-src 'self'; frame-ancestors 'none'; sandbox");
        response.setHeader("Referrer-Policy", "no-referrer");
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
    }

    private void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        switch (request.getMethod()) {
            case "GET", "HEAD" -> read(content(path), request, response);
            case "PUT" -> put(path, request, response);
            default -> {
                response.setHeader("Allow", "GET, HEAD, PUT");
                throw Problem.of(Kind.METHOD_NOT_ALLOWED, "Files are read with GET, and put into slots with PUT.");
            }
        }
    }

    private Content content(String path) {
        Matcher file = FILE.matcher(path);
        if (file.matches()) {
            return library.stored(file.group(1)).map(MediaServlet::content).orElseThrow(MediaServlet::absent);
        }
        Matcher thumbnail = THUMBNAIL.matcher(path);
        if (thumbnail.matches()) {
            return library.stored(thumbnail.group(1))
                    .map(MediaServlet::thumbnail)
                    .orElseThrow(MediaServlet::absent);
        }
        throw absent();
    }

    private static Content content(StoredMedia media) {
        boolean inline = media.kind() != MediaKind.FILE;
        return new Content(
                media.blob(),
                MediaTypes.served(media.mimeType()),
                media.size(),
                tag(media.sha256()),
                media.createdAt(),
                inline ? null : media.name());
    }

    private static @Nullable Content thumbnail(StoredMedia media) {
        StoredMedia.Thumb thumb = media.thumbnail();
        return thumb == null
                ? null
                : new Content(
                        media.thumbnailBlob(),
                        thumb.mimeType(),
                        thumb.size(),
                        tag(media.sha256() + "t"),
                        media.createdAt(),
                        null);
    }

    private static String tag(String hash) {
        return "\"" + hash.replace("=", "") + "\"";
    }

    private void read(Content content, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("ETag", content.tag);
        response.setDateHeader("Last-Modified", content.modified.toEpochMilli());
        response.setHeader("Cache-Control", "private, max-age=31536000, immutable");
        response.setHeader("Accept-Ranges", "bytes");
        if (isKnown(content, request)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        Optional<ByteRange> range = range(content, request);
        if (range.isPresent() && !range.get().isSatisfiable()) {
            response.setHeader("Content-Range", "bytes */" + content.size);
            response.setHeader("Cache-Control", "no-store");
            response.setStatus(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
            return;
        }
        ByteRange part = range.orElse(new ByteRange(0, content.size));
        if (range.isPresent()) {
            response.setHeader("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + content.size);
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
        }
        response.setContentType(content.type);
        response.setHeader("Content-Disposition", disposition(content.saveAs));
        if ("HEAD".equals(request.getMethod())) {
            response.setContentLengthLong(part.length());
            return;
        }
        send(content, part, request, response);
    }

    /** RFC 9110, section 13.1: If-None-Match, and without it If-Modified-Since. */
    private static boolean isKnown(Content content, HttpServletRequest request) {
        String known = request.getHeader("If-None-Match");
        if (known != null) {
            return Arrays.stream(known.split(",", -1))
                    .map(String::strip)
                    .anyMatch(tag -> tag.equals("*") || tag.equals(content.tag) || tag.equals("W/" + content.tag));
        }
        long since = date(request, "If-Modified-Since");
        return since >= 0 && content.modified.toEpochMilli() / 1000 <= since / 1000;
    }

    /** A part of a file goes with the other parts that the client has only if the file is the same. */
    private static Optional<ByteRange> range(Content content, HttpServletRequest request) {
        String condition = request.getHeader("If-Range");
        boolean isSame = condition == null
                || condition.equals(content.tag)
                || date(request, "If-Range") / 1000 == content.modified.getEpochSecond();
        return isSame ? ByteRange.of(request.getHeader("Range"), content.size) : Optional.empty();
    }

    /** The time in a header; -1 for none. */
    private static long date(HttpServletRequest request, String header) {
        try {
            return request.getDateHeader(header);
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    /** RFC 6266: what a browser cannot show by itself, without running it, is saved. */
    private static String disposition(@Nullable String saveAs) {
        if (saveAs == null) {
            return "inline";
        }
        StringBuilder plain = new StringBuilder();
        saveAs.chars().forEach(c -> plain.append(c >= ' ' && c < 0x7F && c != '"' && c != '\\' ? (char) c : '_'));
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + FileNames.encoded(saveAs);
    }

    private void send(Content content, ByteRange part, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        InputStream in;
        try {
            in = library.open(content.blob, part.first(), part.length());
        } catch (NoSuchFileException e) {
            throw absent();
        } catch (IOException e) {
            throw Problem.unavailable("media-away", "The file cannot be read now. Try again later.", e);
        }
        response.setContentLengthLong(part.length());
        Sending.start(request, response.getOutputStream(), in);
    }

    private void put(String path, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Matcher slot = SLOT.matcher(path);
        if (!slot.matches()) {
            throw absent();
        }
        slots.fill(slot.group(1), request.getContentType(), request.getContentLengthLong(), request.getInputStream());
        response.setHeader("Cache-Control", "no-store");
        response.setStatus(HttpServletResponse.SC_CREATED);
    }

    private static Problem absent() {
        return Problem.notFound("There is no such file, or not any more.");
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response, Problem problem)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "urn:hearth:problem:" + problem.slug());
        body.put("title", problem.kind().title());
        body.put("status", problem.kind().status());
        body.put("detail", problem.detail());
        byte[] json = Json.mapper().writeValueAsBytes(body);
        response.reset();
        headers(request, response);
        response.setStatus(problem.kind().status());
        response.setHeader("Cache-Control", "no-store");
        problem.retryAfter().ifPresent(time -> response.setHeader("Retry-After", String.valueOf(time.toSeconds() + 1)));
        response.setContentType("application/problem+json");
        response.setContentLength(json.length);
        if ("PUT".equals(request.getMethod())) {
            response.setHeader("Connection", "close");
            Leftover.drain(request);
        }
        if (!"HEAD".equals(request.getMethod())) {
            response.getOutputStream().write(json);
        }
    }
}
