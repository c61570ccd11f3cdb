package im.hearth.people.contacts;

import im.hearth.core.settings.Setting;

/** What an operator can set about looking up contacts. */
public final class ContactSettings {
    /** How many numbers somebody may look up a day: enough for a full address book now and again, no telephone book. */
    public static final Setting<Integer> NUMBERS_PER_DAY =
            Setting.number("hearth.people.contact-numbers-per-day", 5_000, 1, 1_000_000);

    private ContactSettings() {}
}
