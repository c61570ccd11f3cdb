package im.hearth.media;

import im.hearth.core.settings.Setting;
import java.time.Duration;
import java.util.List;

/** What an operator can set about files. */
public final class MediaSettings {
    private static final long MIB = 1024L * 1024;

    /** How large a file may be, in bytes. */
    public static final Setting<Long> MAX_SIZE = Setting.bytes("hearth.media.max-size", 100 * MIB);

    /** How much one person's files may take together, in bytes. */
    public static final Setting<Long> QUOTA = Setting.bytes("hearth.media.quota", 5 * 1024 * MIB);

    /** Which types of files are taken in: {@code image/png}, {@code image/*}, or all. */
    public static final Setting<List<String>> TYPES = Setting.list("hearth.media.types", List.of("*/*"));

    /**
     * How many pixels a picture may have. 50 million is more than most cameras make; decoded, they would take 200 MB.
     */
    public static final Setting<Integer> MAX_PIXELS =
            Setting.number("hearth.media.max-pixels", 50_000_000, 1_000_000, 1_000_000_000);

    /** Whether all pictures and videos keep telling where they were taken, and not only those of who asks for that. */
    public static final Setting<Boolean> KEEP_LOCATION = Setting.flag("hearth.media.keep-location", false);

    /** How long files are kept; 0 for as long as a message has them. */
    public static final Setting<Duration> EXPIRY = Setting.duration("hearth.media.expiry", Duration.ZERO);

    /** How long an upload by REST waits for a message. */
    public static final Setting<Duration> UNATTACHED = Setting.duration("hearth.media.unattached", Duration.ofDays(1));

    /** How long an upload slot (XEP-0363) waits for its upload to begin. */
    public static final Setting<Duration> SLOT = Setting.duration("hearth.media.slot", Duration.ofMinutes(10));

    /** The folder of the files; where it is empty, {@code hearth/media} in the server's home. */
    public static final Setting<String> FOLDER = Setting.text("hearth.media.folder", "");

    /** The bucket; where it is empty, files lie in the folder. */
    public static final Setting<String> BUCKET = Setting.text("hearth.media.s3.bucket", "");

    /** Where the bucket's service is, such as {@code https://minio.example.org}; empty for Amazon's. */
    public static final Setting<String> ENDPOINT = Setting.text("hearth.media.s3.endpoint", "");

    public static final Setting<String> REGION = Setting.text("hearth.media.s3.region", "us-east-1");
    public static final Setting<String> ACCESS_KEY = Setting.text("hearth.media.s3.access-key", "");
    public static final Setting<String> SECRET_KEY = Setting.secret("hearth.media.s3.secret-key");

    private MediaSettings() {}
}
