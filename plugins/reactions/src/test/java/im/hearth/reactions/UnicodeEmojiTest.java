package im.hearth.reactions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UnicodeEmojiTest {
    /** U+1FAFF and U+1F6DF + 1 are reserved for emoji that no list has yet. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "👍",
                "❤",
                "❤️",
                "1️⃣",
                "🇩🇪",
                "👩🏽‍❤️‍💋‍👨🏿",
                "\uD83E\uDEFF",
                "\uD83E\uDEFF\uFE0F",
                "\uD83E\uDEFF\uD83C\uDFFD",
                "\uD83E\uDDD1\u200D\uD83E\uDEFF",
                "\uD83E\uDDD1\uD83C\uDFFD\u200D\uD83E\uDD84"
            })
    void one_emoji_of_today_or_to_come_is_one(String text) {
        assertThat(UnicodeEmoji.isOne(text)).isTrue();
    }

    /** Among them two emoji, half a sequence, letters of flags, a chess piece, an alchemical symbol and a private character. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "1",
                "#",
                "\u00A9a",
                "👍👍",
                "👍\u200D",
                "\u200D👍",
                "\uFE0F",
                "👍\uFE0F\uFE0F",
                "\uD83E\uDEFF\uD83E\uDEFF",
                "🇩",
                "🇩🇪🇩",
                "\uD83C\uDDFD\uD83C\uDDFD",
                "\uD83E\uDE00",
                "\uD83D\uDF00",
                "\uDBFF\uDFFD",
                "\uD83E",
                "\u2605"
            })
    void anything_else_is_none(String text) {
        assertThat(UnicodeEmoji.isOne(text)).isFalse();
    }
}
