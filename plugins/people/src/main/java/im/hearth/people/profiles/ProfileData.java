package im.hearth.people.profiles;

import im.hearth.core.export.Copy;
import im.hearth.core.export.PersonalData;
import im.hearth.core.media.Portraits.Portrait;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/** A person's profile, for that person. */
public final class ProfileData implements PersonalData {
    private final Profiles profiles;

    public ProfileData(Profiles profiles) {
        this.profiles = profiles;
    }

    @Override
    public void write(String username, Copy copy) throws IOException {
        copy.json("profile.json", profiles.require(username, username));
        // One that is no Base64 is none that anybody sees.
        Optional<Portrait> picture = profiles.picture(username).filter(portrait -> Card.hash(portrait) != null);
        if (picture.isPresent()) {
            byte[] content = Base64.getDecoder().decode(picture.get().content());
            copy.file("profile-picture." + ending(picture.get().mimeType()), new ByteArrayInputStream(content));
        }
    }

    private static String ending(String mimeType) {
        return switch (mimeType) {
            case "image/png" -> "png";
            case "image/gif" -> "gif";
            case "image/webp" -> "webp";
            default -> "jpg";
        };
    }
}
