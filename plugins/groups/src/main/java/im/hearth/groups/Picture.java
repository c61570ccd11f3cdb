package im.hearth.groups;

/**
 * A picture of a group, as clients show it as the avatar of its room.
 *
 * @param hash SHA-1 of its bytes, in hexadecimal digits (XEP-0153, section 4.1)
 * @param mimeType what it is by its content
 * @param content its bytes, in Base64
 */
record Picture(String hash, String mimeType, String content) {}
