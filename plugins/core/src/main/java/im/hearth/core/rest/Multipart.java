package im.hearth.core.rest;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code multipart/form-data} (RFC 7578; RFC 2046, section 5.1) part by part as it comes, with a buffer of fixed
 * size. Whatever is not such a body, or ends before its last boundary, is a {@link Problem} of kind BAD_REQUEST.
 */
public final class Multipart {
    /** RFC 2046, section 5.1.1. */
    private static final int LONGEST_BOUNDARY = 70;

    /** What may stand before the first boundary: nothing, but for very old clients. */
    private static final int LONGEST_PREAMBLE = 8 * 1024;

    private static final int MOST_PARTS = 100;
    private static final int LONGEST_HEADERS = 8 * 1024;
    private static final int BUFFER = 64 * 1024;

    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER];
    private int start;
    private int end;
    private boolean ended;
    private @Nullable PartStream open;
    private int parts;
    private boolean last;

    private Multipart(InputStream in, String boundary) {
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        // The first boundary needs no line end before it: this one stands in for it.
        buffer[0] = '\r';
        buffer[1] = '\n';
        end = 2;
    }

    /**
     * One field or file of a form.
     *
     * @param fileName as the sender gives it, maybe with a path; null for a field
     * @param content ends where the part ends; is read before the next part is asked for, or passed over
     */
    public record Part(
            String name,
            @Nullable String fileName,
            @Nullable String contentType,
            InputStream content) {
        /**
         * The text of a field.
         *
         * @param most how many bytes it may have
         * @throws Problem BAD_REQUEST if it is not UTF-8; INVALID if it is longer
         */
        public String text(int most) {
            try {
                byte[] bytes = content.readNBytes(most + 1);
                if (bytes.length > most) {
                    throw Problem.invalid(name, "must have at most " + most + " bytes");
                }
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException e) {
                throw Problem.of(Kind.BAD_REQUEST, "The field " + name + " is not UTF-8.");
            } catch (IOException e) {
                throw cutOff();
            }
        }
    }

    /**
     * Begins to read a body.
     *
     * @param contentType the header, which names the boundary
     */
    public static Multipart of(@Nullable String contentType, InputStream body) {
        String boundary = contentType == null ? null : parameters(contentType).get("boundary");
        if (boundary == null || boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
            throw Problem.of(Kind.BAD_REQUEST, "The header Content-Type names no boundary.");
        }
        return new Multipart(body, boundary);
    }

    /** The file name in a header Content-Disposition (RFC 6266, section 4.3); null for none. */
    public static @Nullable String fileName(String disposition) {
        Map<String, String> parameters = parameters(disposition);
        String extended = parameters.get("filename*");
        if (extended != null && extended.regionMatches(true, 0, "UTF-8'", 0, 6) && extended.indexOf('\'', 6) >= 0) {
            // A plus is a plus here (RFC 8187, section 3.2).
            String encoded = extended.substring(extended.indexOf('\'', 6) + 1).replace("+", "%2B");
            try {
                return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw Problem.of(Kind.BAD_REQUEST, "The header Content-Disposition cannot be read.");
            }
        }
        return parameters.get("filename");
    }

    /** The next part; null after the last one. */
    public @Nullable Part next() {
        try {
            if (open == null) {
                open = new PartStream();
                open.skipAll(LONGEST_PREAMBLE);
            } else {
                open.skipAll(Long.MAX_VALUE);
            }
            if (last || isLast()) {
                last = true;
                return null;
            }
            if (++parts > MOST_PARTS) {
                throw Problem.of(Kind.BAD_REQUEST, "A form has at most " + MOST_PARTS + " parts.");
            }
            Map<String, String> headers = headers();
            open = new PartStream();
            Map<String, String> disposition = parameters(headers.getOrDefault("content-disposition", ""));
            String name = disposition.get("name");
            if (name == null) {
                throw Problem.of(Kind.BAD_REQUEST, "A part of the form has no name.");
            }
            return new Part(name, disposition.get("filename"), headers.get("content-type"), open);
        } catch (IOException e) {
            throw cutOff();
        }
    }

    /** After a boundary: two hyphens for the last one, or the end of its line. */
    private boolean isLast() throws IOException {
        int first = read();
        int second = read();
        if (first == '-' && second == '-') {
            return true;
        }
        // Padding may stand between a boundary and its line end.
        while (first == ' ' || first == '\t') {
            first = second;
            second = read();
        }
        if (first != '\r' || second != '\n') {
            throw malformed();
        }
        return false;
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new TreeMap<>();
        StringBuilder line = new StringBuilder();
        for (int seen = 0; seen < LONGEST_HEADERS; seen++) {
            int c = read();
            if (c != '\n') {
                line.append((char) c);
                continue;
            }
            if (line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
                throw malformed();
            }
            line.setLength(line.length() - 1);
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(":");
            if (colon < 1) {
                throw malformed();
            }
            headers.putIfAbsent(
                    line.substring(0, colon).trim().toLowerCase(Locale.ROOT),
                    utf8(line.substring(colon + 1).trim()));
            line.setLength(0);
        }
        throw Problem.of(Kind.BAD_REQUEST, "The headers of a part are too long.");
    }

    /** Browsers send names in the form's encoding, UTF-8 (RFC 7578, section 5.1). */
    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** What comes after the first semicolon of a header: its parameters, by their names in lower case. */
    static Map<String, String> parameters(String header) {
        Map<String, String> parameters = new TreeMap<>();
        int at = header.indexOf(';');
        while (at >= 0 && at < header.length()) {
            int equals = header.indexOf('=', at);
            if (equals < 0) {
                break;
            }
            String name = header.substring(at + 1, equals).trim().toLowerCase(Locale.ROOT);
            StringBuilder value = new StringBuilder();
            at = value(header, equals + 1, value);
            parameters.putIfAbsent(name, value.toString());
        }
        return parameters;
    }

    /** Reads a value, quoted or not; answers where the next semicolon is, or the end. */
    private static int value(String header, int from, StringBuilder value) {
        int at = from;
        while (at < header.length() && header.charAt(at) == ' ') {
            at++;
        }
        if (at == header.length() || header.charAt(at) != '"') {
            int semicolon = header.indexOf(';', at);
            int stop = semicolon < 0 ? header.length() : semicolon;
            value.append(header.substring(at, stop).trim());
            return stop;
        }
        for (at++; at < header.length() && header.charAt(at) != '"'; at++) {
            // Browsers write a quotation mark as %22, older clients as \"; a lone backslash is part of a Windows path.
            if (header.startsWith("\\\"", at)) {
                at++;
            }
            value.append(header.charAt(at));
        }
        int semicolon = header.indexOf(';', at);
        return semicolon < 0 ? header.length() : semicolon;
    }

    private int read() throws IOException {
        if (start == end && !fill()) {
            throw cutOff();
        }
        return buffer[start++] & 0xFF;
    }

    /** Reads more into the buffer, which is not full; false at the end of the body. */
    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        int n = in.read(buffer, end, buffer.length - end);
        if (n < 0) {
            ended = true;
            return false;
        }
        end += n;
        return true;
    }

    private static Problem cutOff() {
        return Problem.of(Kind.BAD_REQUEST, "The body was cut off.");
    }

    private static Problem malformed() {
        return Problem.of(Kind.BAD_REQUEST, "The body is no multipart/form-data.");
    }

    /** What comes before the next boundary; reading past it is the end, and takes the boundary away. */
    private final class PartStream extends InputStream {
        private boolean finished;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (finished) {
                return -1;
            }
            if (length == 0) {
                return 0;
            }
            int content = content();
            if (content == 0) {
                start += delimiter.length;
                finished = true;
                return -1;
            }
            int n = Math.min(content, length);
            System.arraycopy(buffer, start, target, offset, n);
            start += n;
            return n;
        }

        /** How many bytes of content are at the start of the buffer; 0 where the boundary is. */
        private int content() throws IOException {
            while (true) {
                int found = indexOfDelimiter();
                if (found >= 0) {
                    return found;
                }
                // The last bytes may be the beginning of a boundary.
                int safe = end - start - (delimiter.length - 1);
                if (safe > 0) {
                    return safe;
                }
                if (!fill()) {
                    throw cutOff();
                }
            }
        }

        private int indexOfDelimiter() {
            for (int at = start; at <= end - delimiter.length; at++) {
                int i = 0;
                while (i < delimiter.length && buffer[at + i] == delimiter[i]) {
                    i++;
                }
                if (i == delimiter.length) {
                    return at - start;
                }
            }
            return -1;
        }

        void skipAll(long most) throws IOException {
            byte[] skipped = new byte[BUFFER];
            long seen = 0;
            while (!finished) {
                seen += Math.max(0, read(skipped, 0, skipped.length));
                if (seen > most) {
                    throw malformed();
                }
            }
        }
    }
}
