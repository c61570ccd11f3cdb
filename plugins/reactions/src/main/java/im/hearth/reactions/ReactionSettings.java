package im.hearth.reactions;

import im.hearth.core.settings.Setting;

/** What an operator can set about reactions. */
public final class ReactionSettings {
    /** With how many emoji one person may react to one message. */
    public static final Setting<Integer> MOST = Setting.number("hearth.reactions.most", 10, 1, 100);

    private ReactionSettings() {}
}
