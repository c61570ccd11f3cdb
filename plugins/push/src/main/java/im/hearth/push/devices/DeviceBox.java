package im.hearth.push.devices;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.hearth.core.settings.SecretBox;
import im.hearth.push.send.Target;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the addresses of devices encrypted, and known again by a keyed hash. */
public final class DeviceBox {
    private final SecretBox secrets;
    private final ObjectMapper mapper;

    public DeviceBox(SecretBox secrets, ObjectMapper mapper) {
        this.secrets = secrets;
        this.mapper = mapper;
    }

    private record Address(
            String token, @Nullable String detail, @Nullable String node) {}

    /** The address of the device with that id, encrypted. */
    String seal(String id, Target target) {
        try {
            byte[] plain = mapper.writeValueAsBytes(new Address(target.token(), target.detail(), target.node()));
            return secrets.seal(context(id), plain);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An address cannot be written", e);
        }
    }

    /** What {@link #seal} has sealed; empty for what was sealed with another master key. */
    public Optional<Target> open(String id, String sealed) {
        byte[] plain;
        try {
            plain = secrets.unseal(context(id), sealed);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        try {
            Address address = mapper.readValue(new String(plain, StandardCharsets.UTF_8), Address.class);
            return Optional.of(new Target(address.token(), address.detail(), address.node()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An address cannot be read", e);
        }
    }

    /**
     * By what an address is known again. A token stands for one device, whoever registers it; at a push service of
     * XMPP (XEP-0357, section 5), several accounts of a device may share a node.
     */
    String hash(String username, Platform platform, Target target) {
        String text =
                platform == Platform.XMPP ? username + '\n' + target.token() + '\n' + target.node() : target.token();
        return secrets.hash("push-device", platform + "\n" + text);
    }

    private static String context(String id) {
        return "push-device:" + id;
    }
}
