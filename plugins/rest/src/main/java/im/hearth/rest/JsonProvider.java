package im.hearth.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.ext.MessageBodyReader;
import javax.ws.rs.ext.MessageBodyWriter;

/**
 * JSON in and out (RFC 8259): UTF-8 only. A body that is no JSON is a 400; one that is JSON of another shape than asked
 * for is a 422 that names the fields.
 */
final class JsonProvider implements MessageBodyReader<Object>, MessageBodyWriter<Object> {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final ObjectMapper mapper;

    JsonProvider(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return isJson(media) && isOurs(type);
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, String> headers,
            InputStream in) {
        String charset = media.getParameters().get(MediaType.CHARSET_PARAMETER);
        if (charset != null && !charset.equalsIgnoreCase("utf-8")) {
            throw Problem.of(Kind.UNSUPPORTED_TYPE, "Send the JSON in UTF-8.");
        }
        // The servlet bounds how much there is to read.
        String text = decode(BoundedRequest.readAll(in));
        if (text.isBlank()) {
            throw Problem.of(Kind.BAD_REQUEST, "This request needs a body: JSON.");
        }
        Object value;
        try {
            value = mapper.readValue(text, mapper.constructType(generic));
        } catch (JsonProcessingException e) {
            throw JsonErrors.problem(e);
        }
        if (value == null) {
            throw Problem.invalid("", "is null; it must be an object");
        }
        return value;
    }

    private static String decode(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw Problem.of(Kind.BAD_REQUEST, "The body is not UTF-8.");
        }
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return isJson(media) && isOurs(type);
    }

    @Override
    public void writeTo(
            Object value,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        // All of it first: what fails half way becomes a clean 500.
        out.write(mapper.writeValueAsBytes(value));
    }

    private static boolean isJson(MediaType media) {
        return media.getType().equalsIgnoreCase("application")
                && (media.getSubtype().equalsIgnoreCase("json")
                        || media.getSubtype().endsWith("+json"));
    }

    private static boolean isOurs(Class<?> type) {
        return type != byte[].class
                && type != String.class
                && !InputStream.class.isAssignableFrom(type)
                && !javax.ws.rs.core.StreamingOutput.class.isAssignableFrom(type);
    }
}
