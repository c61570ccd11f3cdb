package im.hearth.reports;

import static im.hearth.reports.House.ALICE;
import static im.hearth.reports.House.BOB;
import static im.hearth.reports.House.MOD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.core.reports.ReportCreated;
import im.hearth.core.reports.ReportResolved;
import im.hearth.core.rest.Caller;
import im.hearth.core.rest.Page;
import im.hearth.reports.moderation.AuditEntry;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What reports do, on whatever database. */
abstract class ReportsContract {
    private static final Subject MESSAGE = new Subject(Subject.Kind.MESSAGE, "1001");
    private static final Subject BOBS = new Subject(Subject.Kind.USER, "bob");
    private static final ReportFilter ALL = new ReportFilter(null, null, null, null, null, null, Long.MAX_VALUE);

    final House house = house();

    abstract House house();

    @AfterEach
    void close() {
        house.close();
    }

    private static Problem problem(ThrowingCallable call) {
        return catchThrowableOfType(Problem.class, call);
    }

    private Report report(String reporter, Subject subject) {
        return house.reports.create(reporter, subject, Category.SPAM, null);
    }

    private List<Report> list(Caller caller, ReportFilter filter) {
        return house.reports.list(caller, filter, 50).items();
    }

    @Test
    void what_a_message_says_is_kept_with_its_files() {
        house.talk.add(1001, "bob", "Buy this 💊");
        house.files.upload("pill", "image/png", 17);
        house.files.upload("gone", "image/png", 17);
        house.files.leaving.add("gone");
        house.files.used.put(1001L, List.of("pill", "gone"));

        Report made = house.reports.create("alice", MESSAGE, Category.SPAM, "  all day long ");
        house.talk.said.clear();

        Report kept = house.reports.require(MOD, made.text());
        assertThat(kept.evidence().content()).isEqualTo("Buy this 💊");
        assertThat(kept.evidence().author()).isEqualTo("bob");
        assertThat(kept.evidence().sentAt()).isEqualTo("2026-01-15T11:00:00Z");
        assertThat(kept.evidence().files()).extracting(Evidence.File::name).containsExactly("pill.bin", "gone.bin");
        assertThat(kept.reason()).isEqualTo("all day long");
        assertThat(kept.aboutUser()).isEqualTo("bob");
        assertThat(house.files.held).containsOnlyKeys("report:" + made.text() + ":0");
        assertThat(house.events).contains(new ReportCreated(made.text()));
    }

    @Test
    void a_person_and_a_group_are_kept_as_they_are_called() {
        assertThat(report("alice", BOBS).evidence().name()).isEqualTo("The bob");

        Report group = report("alice", new Subject(Subject.Kind.GROUP, "garden"));
        assertThat(group.evidence().name()).isEqualTo("Garden");
        assertThat(group.evidence().description()).isEqualTo("We grow plants");
        assertThat(house.files.held).containsValue("gate");
        assertThat(group.aboutUser()).isNull();
    }

    @Test
    void a_copy_of_the_picture_of_a_person_is_kept_with_the_report() throws Exception {
        house.portray("bob", "cGlj\ndHVyZQ==");

        Report report = report("alice", BOBS);
        house.cards.clear();

        Evidence.File picture =
                house.reports.require(MOD, report.text()).evidence().files().get(0);
        assertThat(picture.name()).isEqualTo("bob.png");
        assertThat(picture.mimeType()).isEqualTo("image/png");
        assertThat(house.files.open(picture.id()).readAllBytes()).asString().isEqualTo("picture");
        assertThat(house.files.held).containsEntry("report:" + report.text() + ":0", picture.id());
        assertThat(ReportView.forReporter(report).evidence()).isNull();
        house.reports.delete(MOD, report.text());
        assertThat(house.files.held).isEmpty();
    }

    @Test
    void a_report_that_is_refused_leaves_no_picture() {
        house.portray("bob", "cGljdHVyZQ==");
        report("alice", BOBS);
        int files = house.files.files.size();

        assertThat(problem(() -> report("alice", BOBS)).slug()).isEqualTo("already-reported");

        assertThat(house.files.files).hasSize(files);
    }

    @Test
    void a_picture_that_is_none_keeps_nobody_from_reporting() {
        house.portray("bob", "!");

        assertThat(report("alice", BOBS).evidence().files()).isEmpty();
    }

    @Test
    void somebody_of_another_server_is_reported_by_jid() {
        Report report = report("alice", new Subject(Subject.Kind.USER, "spammer@elsewhere.test"));
        assertThat(report.subject().id()).isEqualTo("spammer@elsewhere.test");
    }

    @Test
    void what_one_cannot_see_is_not_there() {
        house.talk.add(1001, "bob", "hello");

        assertThat(problem(() -> report("carol", MESSAGE)).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(problem(() -> report("alice", new Subject(Subject.Kind.MESSAGE, "17")))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(problem(() -> report("alice", new Subject(Subject.Kind.USER, "nob\0dy")))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(problem(() -> report("bob", new Subject(Subject.Kind.GROUP, "garden")))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(problem(() -> report("alice", new Subject(Subject.Kind.GROUP, "garden@elsewhere.test")))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void nobody_reports_themselves() {
        house.talk.add(1001, "alice", "hello");

        assertThatThrownBy(() -> report("alice", MESSAGE)).hasMessage("message: is your own");
        assertThatThrownBy(() -> report("bob", new Subject(Subject.Kind.USER, "bob@" + House.DOMAIN)))
                .hasMessage("user: is your own");
    }

    @Test
    void a_second_report_about_the_same_thing_waits_until_the_first_is_resolved() {
        Report first = report("alice", BOBS);

        Problem again = problem(() -> report("alice", new Subject(Subject.Kind.USER, "bob@" + House.DOMAIN)));
        assertThat(again.slug()).isEqualTo("already-reported");
        assertThat(again.detail()).contains(first.text());
        report("carol", BOBS);

        house.reports.change(MOD, first.text(), new Reports.Change(true, null, null));
        assertThat(report("alice", BOBS).id()).isGreaterThan(first.id());
    }

    @Test
    void twenty_reports_a_day_are_enough_withdrawn_ones_too() {
        for (int i = 0; i < 20; i++) {
            house.clock.advance(Duration.ofMinutes(1));
            house.reports.delete(ALICE, report("alice", BOBS).text());
        }

        Problem tooMany = problem(() -> report("alice", BOBS));
        assertThat(tooMany.kind()).isEqualTo(Kind.TOO_OFTEN);
        assertThat(tooMany.retryAfter()).contains(Duration.ofHours(24).minusMinutes(19));
        report("carol", BOBS);

        house.clock.advance(Duration.ofHours(24).minusMinutes(19));
        report("alice", BOBS);
    }

    @Test
    void words_are_bounded_and_of_text() {
        assertThatThrownBy(() -> house.reports.create("alice", BOBS, Category.ABUSE, "x".repeat(1_001)))
                .hasMessage("reason: must have at most 1000 characters");
        assertThatThrownBy(() -> house.reports.create("alice", BOBS, Category.ABUSE, "a\0b"))
                .hasMessageContaining("reason");
        assertThatThrownBy(() -> house.reports.create("alice", BOBS, Category.ABUSE, "half \uD83D"))
                .hasMessageContaining("reason");
        String long1 = "💊".repeat(1_000);
        assertThat(house.reports.create("alice", BOBS, Category.ABUSE, long1).reason())
                .isEqualTo(long1);
    }

    @Test
    void a_report_is_its_reporters_and_the_moderators() {
        Report report = report("alice", BOBS);

        assertThat(house.reports.require(ALICE, report.text()).id()).isEqualTo(report.id());
        assertThat(problem(() -> house.reports.require(BOB, report.text())).kind())
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(problem(() -> house.reports.require(MOD, "017")).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(list(BOB, ALL)).isEmpty();
        assertThat(list(ALICE, ALL)).hasSize(1);
        assertThat(list(MOD, ALL)).hasSize(1);
    }

    @Test
    void a_moderator_sees_no_report_about_themselves() {
        Report report = report("alice", new Subject(Subject.Kind.USER, "mod"));

        assertThat(problem(() -> house.reports.require(MOD, report.text())).kind())
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(list(MOD, ALL)).isEmpty();
        assertThat(house.told).singleElement().satisfies(told -> assertThat(told.audience())
                .isEmpty());
    }

    @Test
    void lists_are_filtered_and_paged() {
        Report first = report("alice", BOBS);
        Report second = house.reports.create("carol", BOBS, Category.ABUSE, null);
        Report third = report("alice", new Subject(Subject.Kind.GROUP, "garden"));
        house.reports.change(MOD, first.text(), new Reports.Change(true, null, null));

        assertThat(list(MOD, new ReportFilter(true, null, null, null, null, null, Long.MAX_VALUE)))
                .extracting(Report::id)
                .containsExactly(first.id());
        assertThat(list(MOD, new ReportFilter(false, Category.ABUSE, null, null, null, null, Long.MAX_VALUE)))
                .extracting(Report::id)
                .containsExactly(second.id());
        assertThat(list(MOD, new ReportFilter(null, null, Subject.Kind.GROUP, "alice", null, null, Long.MAX_VALUE)))
                .extracting(Report::id)
                .containsExactly(third.id());
        assertThat(list(MOD, new ReportFilter(null, null, null, null, "bob", null, Long.MAX_VALUE)))
                .extracting(Report::id)
                .containsExactly(second.id(), first.id());

        Page<Report> page = house.reports.list(MOD, ALL, 2);
        assertThat(page.items()).extracting(Report::id).containsExactly(third.id(), second.id());
        assertThat(page.next()).isNotNull();
        assertThat(list(MOD, new ReportFilter(null, null, null, null, null, null, second.id())))
                .extracting(Report::id)
                .containsExactly(first.id());
    }

    @Test
    void a_moderator_resolves_a_report_and_its_reporter_hears_of_it() {
        Report report = report("alice", BOBS);

        Report resolved =
                house.reports.change(MOD, report.text(), new Reports.Change(true, "We wrote to him", "second time"));
        house.reports.change(MOD, report.text(), new Reports.Change(true, null, null));

        assertThat(resolved.isResolved()).isTrue();
        assertThat(resolved.resolvedBy()).isEqualTo("mod");
        assertThat(resolved.resolvedAt()).isEqualTo(house.clock.instant());
        assertThat(house.events)
                .filteredOn(ReportResolved.class::isInstance)
                .containsExactly(new ReportResolved(report.text(), "alice", "We wrote to him"));
        assertThat(house.told).extracting(House.Told::type).containsExactly("report.created", "report.resolved");
        assertThat(house.told.get(0).audience()).containsExactly("mod");
        assertThat(house.told.get(1).audience()).containsExactly("alice");
        ReportView seen = (ReportView) house.told.get(1).data();
        assertThat(seen.resolution()).isEqualTo("We wrote to him");
        assertThat(seen.note()).isNull();
        assertThat(seen.evidence()).isNull();
        assertThat(seen.resolvedBy()).isNull();
        assertThat(house.audit.list("mod", "bob", Long.MAX_VALUE, 10).items())
                .extracting(AuditEntry::act)
                .containsExactly("report_changed", "report_resolved");
    }

    @Test
    void only_moderators_resolve_and_not_back() {
        Report report = report("alice", BOBS);

        assertThat(problem(() -> house.reports.change(ALICE, report.text(), new Reports.Change(true, null, null)))
                        .kind())
                .isEqualTo(Kind.FORBIDDEN);
        assertThat(problem(() -> house.reports.change(BOB, report.text(), new Reports.Change(true, null, null)))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
        for (Reports.Change wrong : List.of(
                new Reports.Change(false, null, null),
                new Reports.Change(null, null, null),
                new Reports.Change(null, "done", null),
                new Reports.Change(true, "x".repeat(1_001), null))) {
            assertThat(problem(() -> house.reports.change(MOD, report.text(), wrong))
                            .kind())
                    .isEqualTo(Kind.INVALID);
        }
        assertThat(house.reports.require(MOD, report.text()).isResolved()).isFalse();
    }

    @Test
    void a_reporter_withdraws_what_is_open_and_a_moderator_deletes_anything() {
        house.talk.add(1001, "bob", "hello");
        house.files.upload("pill", "image/png", 17);
        house.files.used.put(1001L, List.of("pill"));
        Report open = report("alice", MESSAGE);
        Report resolved = report("alice", BOBS);
        house.reports.change(MOD, resolved.text(), new Reports.Change(true, null, null));

        house.reports.delete(ALICE, open.text());
        assertThat(house.files.held).isEmpty();
        assertThat(problem(() -> house.reports.delete(ALICE, resolved.text())).slug())
                .isEqualTo("resolved");
        assertThat(problem(() -> house.reports.delete(BOB, resolved.text())).kind())
                .isEqualTo(Kind.NOT_FOUND);
        house.reports.delete(MOD, resolved.text());
        assertThat(list(MOD, ALL)).isEmpty();
    }

    @Test
    void a_report_that_was_on_its_way_is_not_made_for_who_has_left() {
        house.accounts.delete("alice");

        assertThat(problem(() -> report("alice", BOBS)).kind()).isEqualTo(Kind.NOT_FOUND);

        assertThat(list(MOD, ALL)).isEmpty();
    }

    @Test
    void the_reports_of_somebody_who_has_left_stay_without_the_name() {
        Report report = report("alice", BOBS);

        house.accounts.delete("alice");

        Report kept = house.reports.require(MOD, report.text());
        assertThat(kept.reporter()).isNull();
        house.reports.change(MOD, report.text(), new Reports.Change(true, "done", null));
        assertThat(house.told).extracting(House.Told::type).containsExactly("report.created");
    }
}
