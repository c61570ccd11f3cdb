package im.hearth.reports;

import org.jspecify.annotations.Nullable;

/**
 * Which reports a list shows; null for whatever.
 *
 * @param aboutUser whom they are about
 * @param notAbout whom they are not about: a moderator sees no reports of others about themselves
 * @param before ids are less
 */
public record ReportFilter(
        @Nullable Boolean resolved,
        @Nullable Category category,
        Subject.@Nullable Kind kind,
        @Nullable String reporter,
        @Nullable String aboutUser,
        @Nullable String notAbout,
        long before) {
    ReportFilter reportedBy(String username) {
        return new ReportFilter(resolved, category, kind, username, aboutUser, notAbout, before);
    }

    ReportFilter notAbout(String username) {
        return new ReportFilter(resolved, category, kind, reporter, aboutUser, username, before);
    }
}
