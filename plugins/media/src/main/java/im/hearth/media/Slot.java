package im.hearth.media;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A place that waits for one upload (XEP-0363).
 *
 * @param token 128 random bits in hexadecimal: who knows it may upload
 * @param mediaId the id that the file will have
 * @param mimeType what the upload will say that it is; null for anything
 * @param size what the upload will have, in bytes, neither more nor less
 * @param expiresAt until when the upload may begin
 */
record Slot(
        String token,
        String mediaId,
        String owner,
        String name,
        @Nullable String mimeType,
        long size,
        Instant expiresAt) {}
