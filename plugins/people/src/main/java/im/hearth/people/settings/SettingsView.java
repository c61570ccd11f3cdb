package im.hearth.people.settings;

import im.hearth.core.notices.NotificationKind;
import im.hearth.core.people.Aspect;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A person's settings, at both doors. */
@Schema(name = "UserSettings", description = "What you have set.")
public record SettingsView(
        @Schema(
                description = "How apps look.",
                allowableValues = {"light", "dark", "system"})
        String theme,

        @Schema(description = "A language tag (BCP 47); null for the device's.", example = "pt-BR", nullable = true)
        @Nullable String language,

        Notifications notificationPreferences,

        PrivacyView privacy) {
    private static final String AUDIENCE = "everyone, friends or nobody; never those whom you have blocked.";

    /** What a person is notified of. */
    @Schema(
            name = "NotificationPreferences",
            description = "What you are notified of. A single conversation is muted at /api/conversations/{id}/.")
    public record Notifications(
            boolean message,
            boolean groupMessage,
            boolean mention,
            boolean reaction,
            boolean friendRequest,
            boolean friendAccepted,
            boolean groupInvitation,
            boolean pollClosed,
            boolean reportResolved,
            boolean missedCall,

            @Schema(description = "Whether notifications show what was written.")
            boolean showText) {}

    /** To whom a person shows what. */
    @Schema(name = "Privacy", description = "To whom you show what of yourself.")
    public record PrivacyView(
            @Schema(description = "Whether you are there, and since when not: " + AUDIENCE)
            String lastSeen,

            @Schema(description = "Your picture: " + AUDIENCE)
            String profilePicture,

            @Schema(description = "That they find you by your phone number: " + AUDIENCE)
            String findByPhone,

            @Schema(description = "Where you are: " + AUDIENCE)
            String location) {}

    /** How settings are shown. */
    public static SettingsView of(Choices choices) {
        return new SettingsView(
                choices.theme().label(),
                choices.language(),
                new Notifications(
                        tells(choices, NotificationKind.MESSAGE),
                        tells(choices, NotificationKind.GROUP_MESSAGE),
                        tells(choices, NotificationKind.MENTION),
                        tells(choices, NotificationKind.REACTION),
                        tells(choices, NotificationKind.FRIEND_REQUEST),
                        tells(choices, NotificationKind.FRIEND_ACCEPTED),
                        tells(choices, NotificationKind.GROUP_INVITATION),
                        tells(choices, NotificationKind.POLL_CLOSED),
                        tells(choices, NotificationKind.REPORT_RESOLVED),
                        tells(choices, NotificationKind.MISSED_CALL),
                        choices.showText()),
                new PrivacyView(
                        choices.shows(Aspect.LAST_SEEN).label(),
                        choices.shows(Aspect.PROFILE_PICTURE).label(),
                        choices.shows(Aspect.FIND_BY_PHONE).label(),
                        choices.shows(Aspect.LOCATION).label()));
    }

    private static boolean tells(Choices choices, NotificationKind kind) {
        return !choices.silent().contains(kind);
    }
}
