package im.hearth.it;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of the house, for every plugin. */
final class ArchitectureTest {
    private static final String DOOR = ".*(Resource|Stanzas)(\\$.*)?";
    private static final String STORE = ".*Store(\\$.*)?";
    private static final String WIRING = ".*Plugin(\\$.*)?";

    private static JavaClasses plugins;

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("..", "plugins"))) {
            List<Path> compiled = folders.map(folder -> folder.resolve("target/classes"))
                    .filter(Files::isDirectory)
                    .toList();
            plugins = new ClassFileImporter().importPaths(compiled);
        }
    }

    @Test
    void every_plugin_is_looked_at() {
        assertThat(plugins.stream().map(type -> type.getPackageName().split("\\.", -1)[2]))
                .contains(
                        "core",
                        "rest",
                        "phoneauth",
                        "messages",
                        "media",
                        "groups",
                        "people",
                        "polls",
                        "location",
                        "reactions",
                        "reports",
                        "push",
                        "metrics",
                        "events");
    }

    @Test
    void doors_reach_the_database_only_through_the_rules() {
        noClasses()
                .that(named(DOOR))
                .should()
                .dependOnClassesThat(named(STORE).or(resideInAnyPackage("org.jdbi..", "java.sql..")))
                .check(plugins);
    }

    @Test
    void nothing_but_the_wiring_knows_a_door() {
        noClasses()
                .that(not(named(DOOR)).and(not(named(WIRING))))
                .should()
                .dependOnClassesThat(named(".*\\.\\w+(Resource|Stanzas)(\\$.*)?"))
                .check(plugins);
    }

    @Test
    void only_stores_write_sql() {
        noClasses()
                .that(not(named(STORE)).and(not(resideInAPackage("im.hearth.core.db.."))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.jdbi.v3.core.statement..", "org.jdbi.v3.core.mapper.."))
                .check(plugins);
    }

    @Test
    void stores_know_no_rules() {
        noClasses()
                .that(named(STORE))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "im.hearth.core.openfire..",
                        "im.hearth.core.stanza..",
                        "im.hearth.core.events..",
                        "im.hearth.core.rest..",
                        "javax.ws.rs.."))
                .check(plugins);
    }

    @Test
    void the_server_is_met_in_core_only() {
        noClasses()
                .that(not(resideInAnyPackage(
                        "im.hearth.core.openfire..", "im.hearth.core.stanza..", "im.hearth.core.plugin..")))
                .and(not(named(WIRING)))
                .should()
                .dependOnClassesThat(resideInAPackage("org.jivesoftware.."))
                .check(plugins);
    }

    @Test
    void features_know_core_and_at_most_messages() {
        for (String feature : List.of(
                "rest",
                "phoneauth",
                "messages",
                "media",
                "groups",
                "people",
                "polls",
                "location",
                "reactions",
                "reports",
                "push",
                "events")) {
            noClasses()
                    .that(resideInAPackage("im.hearth." + feature + ".."))
                    .should()
                    .dependOnClassesThat(resideInAPackage("im.hearth..")
                            .and(not(resideInAnyPackage(
                                    "im.hearth.core..", "im.hearth.messages..", "im.hearth." + feature + ".."))))
                    .check(plugins);
        }
    }

    @Test
    void core_knows_no_feature() {
        classes()
                .that(resideInAPackage("im.hearth.core.."))
                .should()
                .onlyDependOnClassesThat(not(resideInAPackage("im.hearth..")).or(resideInAPackage("im.hearth.core..")))
                .check(plugins);
    }

    @Test
    void no_static_field_changes() {
        fields().that().areStatic().should().beFinal().check(plugins);
    }

    @Test
    void the_time_comes_from_a_clock_and_nobody_sleeps() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callConstructor(java.util.Date.class)
                .check(plugins);
    }

    private static DescribedPredicate<JavaClass> named(String pattern) {
        return nameMatching(pattern).forSubtype();
    }
}
