/** Web Push (RFC 8030), encrypted (RFC 8291) and signed (RFC 8292): to browsers, and to UnifiedPush. */
@NullMarked
package im.hearth.push.webpush;

import org.jspecify.annotations.NullMarked;
