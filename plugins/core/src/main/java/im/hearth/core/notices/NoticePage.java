package im.hearth.core.notices;

import java.util.List;

/**
 * Some of what people may be notified of, the oldest first.
 *
 * @param readUpTo everything up to this id is in the page, or was in one before
 */
public record NoticePage(List<Notice> notices, long readUpTo) {
    public NoticePage {
        notices = List.copyOf(notices);
    }
}
