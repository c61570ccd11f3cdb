package im.hearth.people.settings;

import com.fasterxml.jackson.databind.JsonNode;
import im.hearth.core.notices.NotificationKind;
import im.hearth.core.people.Aspect;
import im.hearth.core.problem.FieldError;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a change of settings as both doors take it: JSON with only what changes. */
final class SettingsForm {
    static final String SHOW_TEXT = "show_text";

    private static final String NOT_A_FIELD = "is not a field of this request";
    private static final String NOT_A_SWITCH = "must be true or false";

    /** RFC 5646, section 4.4.1: what a tag needs at least room for. */
    private static final int LONGEST_LANGUAGE = 35;

    private final List<FieldError> errors = new ArrayList<>();
    private final Map<NotificationKind, Boolean> notifications = new EnumMap<>(NotificationKind.class);
    private final Map<Aspect, Audience> privacy = new EnumMap<>(Aspect.class);
    private @Nullable Theme theme;
    private SettingsChange.@Nullable Sent language;
    private @Nullable Boolean showText;

    private SettingsForm() {}

    /**
     * The change that a JSON document asks for.
     *
     * @throws Problem BAD_REQUEST for what is no object; INVALID with the path of each wrong field
     */
    static SettingsChange read(JsonNode json) {
        if (!json.isObject()) {
            throw Problem.of(Kind.BAD_REQUEST, "Send an object with what is to change.");
        }
        SettingsForm form = new SettingsForm();
        json.properties().forEach(field -> form.field(field.getKey(), field.getValue()));
        if (!form.errors.isEmpty()) {
            throw Problem.invalid(form.errors);
        }
        return new SettingsChange(form.theme, form.language, form.notifications, form.showText, form.privacy);
    }

    static String label(Aspect aspect) {
        return aspect.name().toLowerCase(Locale.ROOT);
    }

    private void field(String name, JsonNode value) {
        switch (name) {
            case "theme" ->
                theme = choice(
                        name, value, Theme::named, Arrays.stream(Theme.values()).map(Theme::label));
            case "language" -> language = language(name, value);
            case "notification_preferences" -> each(name, value, this::notification);
            case "privacy" -> each(name, value, this::audience);
            default -> wrong(name, NOT_A_FIELD);
        }
    }

    private void each(String name, JsonNode value, BiConsumer<String, JsonNode> field) {
        if (!value.isObject()) {
            wrong(name, "must be an object");
            return;
        }
        value.properties().forEach(inner -> field.accept(inner.getKey(), inner.getValue()));
    }

    private void notification(String name, JsonNode value) {
        String path = "notification_preferences." + name;
        Optional<NotificationKind> kind = NotificationKind.named(name);
        if (kind.isEmpty() && !name.equals(SHOW_TEXT)) {
            wrong(path, NOT_A_FIELD);
        } else if (!value.isBoolean()) {
            wrong(path, NOT_A_SWITCH);
        } else if (kind.isPresent()) {
            notifications.put(kind.get(), value.booleanValue());
        } else {
            showText = value.booleanValue();
        }
    }

    private void audience(String name, JsonNode value) {
        String path = "privacy." + name;
        Optional<Aspect> aspect = Arrays.stream(Aspect.values())
                .filter(a -> label(a).equals(name))
                .findFirst();
        if (aspect.isEmpty()) {
            wrong(path, NOT_A_FIELD);
            return;
        }
        Audience chosen = choice(
                path, value, Audience::named, Arrays.stream(Audience.values()).map(Audience::label));
        if (chosen != null) {
            privacy.put(aspect.get(), chosen);
        }
    }

    private <T> @Nullable T choice(
            String path, JsonNode value, Function<String, Optional<T>> named, Stream<String> labels) {
        Optional<T> found = value.isTextual() ? named.apply(value.textValue()) : Optional.empty();
        if (found.isEmpty()) {
            wrong(path, "must be one of " + labels.collect(Collectors.joining(", ")));
        }
        return found.orElse(null);
    }

    private SettingsChange.@Nullable Sent language(String path, JsonNode value) {
        if (value.isNull()) {
            return new SettingsChange.Sent(null);
        }
        String tag = value.isTextual() ? value.textValue() : "";
        try {
            if (!tag.isEmpty() && tag.length() <= LONGEST_LANGUAGE) {
                String canonical =
                        new Locale.Builder().setLanguageTag(tag).build().toLanguageTag();
                if (!canonical.equals("und")) {
                    return new SettingsChange.Sent(canonical);
                }
            }
        } catch (IllformedLocaleException e) {
            // Said below.
        }
        wrong(path, "must be a language tag (BCP 47) such as de or pt-BR, or null");
        return null;
    }

    private void wrong(String path, String message) {
        errors.add(new FieldError(path, message));
    }
}
