package im.hearth.location;

import im.hearth.core.settings.SecretBox;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts coordinates, so that who has the database alone does not know where people are. Each is bound to whose it is,
 * and all are equally long, however many digits they have.
 */
public final class Vault {
    private static final Logger log = LoggerFactory.getLogger(Vault.class);

    /** Three numbers of 64 bits. */
    private static final int LENGTH = 3 * Double.BYTES;

    private final SecretBox box;

    public Vault(SecretBox box) {
        this.box = box;
    }

    /**
     * Coordinates, and what else is to be kept of a place.
     *
     * @param label what is there; empty for nothing
     */
    public record Kept(Coordinates coordinates, String label) {
        /** Says nothing, for where people are belongs in no log. */
        @Override
        public String toString() {
            return "Kept[…]";
        }
    }

    /**
     * Encrypts a place.
     *
     * @param context whose it is, such as {@code location:alice}
     * @return Base64, of 72 characters and 4 for every 3 bytes of the label
     */
    public String seal(String context, Kept kept) {
        Coordinates at = kept.coordinates();
        byte[] label = kept.label().getBytes(StandardCharsets.UTF_8);
        ByteBuffer plain = ByteBuffer.allocate(LENGTH + label.length)
                .putDouble(at.latitude())
                .putDouble(at.longitude())
                .putDouble(number(at.accuracy()))
                .put(label);
        return box.seal(context, plain.array());
    }

    /** Decrypts it; empty for what was encrypted under another master key, of which the log tells. */
    public Optional<Kept> open(String context, String sealed) {
        ByteBuffer plain;
        try {
            plain = ByteBuffer.wrap(box.unseal(context, sealed));
        } catch (IllegalArgumentException e) {
            log.warn("The place of {} does not open: the server's master key is not the one it was", context);
            return Optional.empty();
        }
        double latitude = plain.getDouble();
        double longitude = plain.getDouble();
        double accuracy = plain.getDouble();
        String label = StandardCharsets.UTF_8.decode(plain).toString();
        return Optional.of(
                new Kept(new Coordinates(latitude, longitude, Double.isNaN(accuracy) ? null : accuracy), label));
    }

    private static double number(@Nullable Double accuracy) {
        return accuracy == null ? Double.NaN : accuracy;
    }
}
