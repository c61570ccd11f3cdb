package im.hearth.reactions.emoticons;

import im.hearth.core.settings.Setting;

/** What an operator can set about emoticons. */
public final class EmoticonSettings {
    /** How many emoticons one person may have. */
    public static final Setting<Integer> MOST = Setting.number("hearth.emoticons.most", 200, 0, 10_000);

    private EmoticonSettings() {}
}
