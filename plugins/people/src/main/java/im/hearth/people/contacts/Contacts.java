package im.hearth.people.contacts;

import im.hearth.core.accounts.Account;
import im.hearth.core.accounts.Accounts;
import im.hearth.core.numbers.PhoneNumbers;
import im.hearth.core.people.Aspect;
import im.hearth.core.people.Ties;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.Settings;
import im.hearth.people.DailyCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which of the numbers in somebody's phone are here. The numbers are read, compared and forgotten: none is stored, and none
 * is logged.
 */
public final class Contacts {
    /** How many numbers a call may ask for. */
    static final int AT_ONCE = 1_000;

    private static final String NUMBERS = "contact-numbers";

    private final Accounts accounts;
    private final PhoneNumbers numbers;
    private final Ties ties;
    private final DailyCounts counts;
    private final Settings settings;

    public Contacts(Accounts accounts, PhoneNumbers numbers, Ties ties, DailyCounts counts, Settings settings) {
        this.accounts = accounts;
        this.numbers = numbers;
        this.ties = ties;
        this.counts = counts;
        this.settings = settings;
    }

    /**
     * A number that is here.
     *
     * @param phoneNumber as it was asked for
     */
    record Found(String phoneNumber, String username) {}

    /**
     * Those of the numbers, in their order, whose owners let themselves be found by them and have not blocked who asks.
     *
     * @param asked in any form with {@code +}, or in the national form of the asker's own country; what is no number is
     *     not found
     * @throws Problem INVALID for too many at once, TOO_OFTEN for too many a day
     */
    List<Found> find(String asker, List<String> asked) {
        if (asked.size() > AT_ONCE) {
            throw Problem.invalid("phone_numbers", "may hold at most " + AT_ONCE + " numbers");
        }
        if (asked.isEmpty()) {
            return List.of();
        }
        int most = settings.get(ContactSettings.NUMBERS_PER_DAY);
        counts.take(
                asker,
                NUMBERS,
                asked.size(),
                most,
                "You can look up " + most + " numbers a day, and these would be more. Look up the rest tomorrow.");
        Account account = accounts.require(asker);
        Map<String, String> meant = new HashMap<>();
        for (String text : asked) {
            numbers.meant(text, account.phoneNumber()).ifPresent(number -> meant.put(text, number));
        }
        Map<String, String> owners = accounts.ownersOf(meant.values());
        Set<String> showing = ties.showing(Set.copyOf(owners.values()), Aspect.FIND_BY_PHONE, asker);
        List<Found> found = new ArrayList<>();
        for (String text : asked) {
            String number = meant.get(text);
            String owner = number == null ? null : owners.get(number);
            if (owner != null && showing.contains(owner)) {
                found.add(new Found(text, owner));
            }
        }
        return found;
    }
}
