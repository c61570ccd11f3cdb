package im.hearth.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** What a JSON failure means for whoever sent it, without the reader's own words: those name classes. */
final class JsonErrors {
    private JsonErrors() {}

    /** The problem to answer; a fault of our own is thrown on as it is. */
    static RuntimeException problem(JsonProcessingException failure) {
        if (failure instanceof InvalidDefinitionException) {
            return new IllegalStateException("A request type cannot be read from JSON", failure);
        }
        if (failure instanceof UnrecognizedPropertyException unknown) {
            return Problem.invalid(path(unknown), "is not a field of this request");
        }
        if (failure instanceof RequestJson.BadTextException bad) {
            return Problem.invalid(path(bad), bad.getOriginalMessage());
        }
        if (String.valueOf(failure.getOriginalMessage()).startsWith("Trailing token")) {
            return Problem.of(Kind.BAD_REQUEST, "There is more after the end of the JSON.");
        }
        if (failure instanceof MismatchedInputException mismatch) {
            return Problem.invalid(path(mismatch), wanted(mismatch));
        }
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof StreamConstraintsException) {
                return Problem.of(
                        Kind.BAD_REQUEST, "The JSON is nested too deep, or has too long a number, name or text.");
            }
            if (t instanceof InputCoercionException) {
                return Problem.invalid(
                        failure instanceof JsonMappingException at ? path(at) : "", "is a number out of range");
            }
        }
        if (failure instanceof JsonMappingException mapping && mapping.getCause() instanceof IllegalArgumentException) {
            return Problem.invalid(path(mapping), "has a value that is not possible");
        }
        String where = failure.getLocation() == null
                ? ""
                : " (line " + failure.getLocation().getLineNr() + ", column "
                        + failure.getLocation().getColumnNr() + ")";
        boolean twice = String.valueOf(failure.getOriginalMessage()).startsWith("Duplicate field");
        return Problem.of(
                Kind.BAD_REQUEST,
                (twice ? "The JSON has the same field twice" : "The body is not valid JSON") + where + ".");
    }

    private static String path(JsonMappingException failure) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String wanted(MismatchedInputException mismatch) {
        String message = String.valueOf(mismatch.getOriginalMessage());
        if (mismatch instanceof InvalidNullException || message.startsWith("Cannot map `null`")) {
            return "is required";
        }
        Class<?> type = mismatch.getTargetType();
        return "must be " + (type == null ? "of another type" : name(type));
    }

    private static String name(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> jsonName((Enum<?>) constant))
                            .collect(Collectors.joining(", "));
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "a string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "a list";
        }
        if (Instant.class == type || type.getName().startsWith("java.time.Offset")) {
            return "a time such as 2026-01-31T12:00:00.000Z";
        }
        if (isWhole(type)) {
            return "a whole number";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a number";
        }
        return Map.class.isAssignableFrom(type) || type.isRecord() ? "an object" : "of another type or form";
    }

    private static boolean isWhole(Class<?> type) {
        return type == int.class
                || type == long.class
                || type == short.class
                || type == Integer.class
                || type == Long.class
                || type == Short.class;
    }

    private static String jsonName(Enum<?> constant) {
        try {
            JsonProperty renamed =
                    constant.getDeclaringClass().getField(constant.name()).getAnnotation(JsonProperty.class);
            return renamed == null ? constant.name() : renamed.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }
}
