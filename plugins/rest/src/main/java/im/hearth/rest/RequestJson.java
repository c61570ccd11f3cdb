package im.hearth.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import im.hearth.core.rest.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/**
 * Core's JSON with what the wire asks for on top: bounds on depth and lengths, and texts that can go on to XML and to
 * the database: no character outside of XML 1.0's (section 2.2), which leaves out U+0000 and lone surrogates.
 */
final class RequestJson {
    /** Nothing in the API nests deeper than a handful of levels. */
    private static final int MOST_DEPTH = 50;

    private static final int MOST_STRING = 1 << 20;
    private static final int MOST_NAME = 1_000;
    private static final int MOST_DIGITS = 100;

    private RequestJson() {}

    static ObjectMapper mapper() {
        ObjectMapper mapper = Json.mapper();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MOST_DEPTH)
                        .maxStringLength(MOST_STRING)
                        .maxNameLength(MOST_NAME)
                        .maxNumberLength(MOST_DIGITS)
                        .build());
        mapper.enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS);
        SimpleModule texts = new SimpleModule();
        texts.addDeserializer(String.class, new TextDeserializer());
        texts.addDeserializer(Instant.class, new TimeDeserializer());
        texts.addKeyDeserializer(String.class, new TextKeyDeserializer());
        mapper.registerModule(texts);
        return mapper;
    }

    private static boolean isText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c) || c > '\uFFFD' || (c < ' ' && c != '\t' && c != '\n' && c != '\r')) {
                return false;
            }
        }
        return true;
    }

    /** A text that holds a character which no text may have. */
    static final class BadTextException extends MismatchedInputException {
        BadTextException(JsonParser parser) {
            super(parser, "holds a control character or half a surrogate pair", String.class);
        }
    }

    private static final class TextDeserializer extends StdScalarDeserializer<String> {
        TextDeserializer() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                // A number is not its digits: telling "1" from 1 is up to the caller.
                throw MismatchedInputException.from(parser, String.class, "not a string");
            }
            String text = parser.getText();
            if (!isText(text)) {
                throw new BadTextException(parser);
            }
            return text;
        }
    }

    /** RFC 3339 only; Jackson would take numbers for seconds. */
    private static final class TimeDeserializer extends StdScalarDeserializer<Instant> {
        TimeDeserializer() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            try {
                if (parser.hasToken(JsonToken.VALUE_STRING)) {
                    return OffsetDateTime.parse(parser.getText()).toInstant();
                }
            } catch (DateTimeParseException e) {
                // Said below.
            }
            throw MismatchedInputException.from(parser, Instant.class, "not a time");
        }
    }

    private static final class TextKeyDeserializer extends KeyDeserializer {
        @Override
        public Object deserializeKey(String key, DeserializationContext context) throws IOException {
            if (!isText(key)) {
                throw new BadTextException(context.getParser());
            }
            return key;
        }
    }
}
