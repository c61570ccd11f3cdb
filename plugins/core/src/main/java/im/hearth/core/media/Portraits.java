package im.hearth.core.media;

/** Makes and checks the small pictures that stand for people. Content is in Base64, without line breaks. */
public interface Portraits {
    /**
     * A small square picture.
     *
     * @param content its bytes, in Base64
     * @param mimeType what it is by its content
     */
    record Portrait(String content, String mimeType) {}

    /**
     * Cuts a picture to its square middle, upright, a few hundred pixels wide, and without whatever else the file says.
     *
     * @param field what a problem calls the file
     * @param file at most 10 MiB
     * @throws im.hearth.core.problem.Problem TOO_LARGE; INVALID with the field for what is no picture, or has too many
     *     pixels; UNAVAILABLE; BAD_REQUEST if it was cut off
     */
    Portrait cut(String field, IncomingFile file);

    /**
     * Looks at a picture that somebody has made small already, and leaves it as it is.
     *
     * @param field what a problem calls the picture
     * @param content in Base64; white space in it is passed over
     * @throws im.hearth.core.problem.Problem TOO_LARGE for more than 256 KiB; INVALID with the field for what is no picture
     */
    Portrait check(String field, String content);
}
