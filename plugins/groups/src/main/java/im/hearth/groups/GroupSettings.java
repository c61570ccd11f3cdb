package im.hearth.groups;

import im.hearth.core.settings.Setting;

/** What an operator can set about groups. */
public final class GroupSettings {
    /** How many members a group may have. */
    public static final Setting<Integer> MAX_MEMBERS = Setting.number("hearth.groups.max-members", 2_000, 2, 100_000);

    private GroupSettings() {}
}
