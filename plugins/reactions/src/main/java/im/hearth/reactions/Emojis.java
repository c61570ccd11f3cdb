package im.hearth.reactions;

import im.hearth.reactions.emoticons.Emoticons;
import im.hearth.reactions.emoticons.Shortcut;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What people may react with: emoji of Unicode (UTS #51), and their own emoticons. */
final class Emojis {
    /** In UTF-16 code units, as the table has room for; no emoji of Unicode 17 has more than 20. */
    static final int LONGEST = 64;

    private final Emoticons emoticons;

    Emojis(Emoticons emoticons) {
        this.emoticons = emoticons;
    }

    /**
     * The first of these that is neither one emoji nor a shortcut of that person's; empty if there is none.
     *
     * @param others what else may be one
     */
    Optional<String> firstWrong(String username, Collection<String> reactions, Predicate<String> others) {
        List<String> shortcuts =
                reactions.stream().filter(Shortcut::isOne).distinct().toList();
        Set<String> known = emoticons.known(username, shortcuts).keySet();
        return reactions.stream()
                .filter(reaction -> !known.contains(reaction)
                        && !isEmoji(reaction)
                        && !(reaction.length() <= LONGEST && others.test(reaction)))
                .findFirst();
    }

    private static boolean isEmoji(String text) {
        return text.length() <= LONGEST && UnicodeEmoji.isOne(text);
    }
}
