package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jivesoftware.smack.sasl.SASLErrorException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody takes a copy of all that is known of them, and goes. */
final class DepartureIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String EXPORT = "/api/users/me/export/";

    /** Words that are in nothing but what alice says of herself. */
    private static final String BIO = "zebrafish keeper";

    private static final String NAME = "Alice Quetzalcoatl";
    private static final String EMAIL = "alice.quetzal@example.net";

    /** Where the username of who has left may be; nobody else may take it. */
    private static final List<String> STAYS = List.of(
            "hearth_account.username",
            // What others keep: messages, those that wait for them, a group, and for a week what their streams told.
            "hearth_message.",
            "hearth_conversation.",
            "ofoffline.stanza",
            "hearth_group.created_by",
            "hearth_event.data",
            // Files have expired; they go with the next sweep.
            "hearth_media.owner",
            "hearth_media_owner.owner",
            // The server keeps how an event service was set up.
            "ofpubsubdefaultconf.serviceid");

    /** Where it may be until its time is over: with a code that was sent, and with logins that were refused. */
    private static final List<String> GOES_WITH_TIME = List.of("hearth_verification.", "hearth_limit.subject");

    private final String database = Databases.isPostgres() ? Databases.freshName() : "";
    private final Hearth hearth = Hearth.start(
            builder -> Databases.isPostgres() ? builder.db(Databases.url(database, Databases.port())) : builder);

    @AfterEach
    void stop() {
        hearth.close();
    }

    /** Alice uses everything. */
    private String live(Person alice, Person bob, Person carol) {
        Api api = alice.api();
        expect(200, api.patch("/api/users/me/", Map.of("name", NAME, "email", EMAIL)));
        expect(200, api.patch("/api/user-profiles/me/", Map.of("bio", BIO)));
        expect(200, api.patch("/api/user-settings/", Map.of("theme", "dark")));
        expect(200, api.patch("/api/user-statuses/me/", Map.of("status_text", "zebrafish status")));
        String request = expect(201, api.post("/api/friendships/", Map.of("friend", bob.username())))
                .get("id");
        expect(200, bob.api().patch("/api/friendships/" + request + "/", Map.of("status", "accepted")));
        expect(201, api.post("/api/user-tags/", Map.of("user", bob.username(), "tag", "zebrafish tag")));
        expect(201, bob.api().post("/api/user-tags/", Map.of("user", alice.username(), "tag", "Neighbour")));
        expect(201, api.post("/api/user-blocks/", Map.of("blocked_user", carol.username())));
        String message = bob.send(alice, "Hello, fish").get("id");
        alice.send(bob, "a zebrafish message");
        expect(201, api.post("/api/message-reactions/", Map.of("message", message, "emoji", "🐟")));
        String group = expect(
                        201, api.post("/api/groups/", Map.of("name", "Aquarium", "members", List.of(bob.username()))))
                .get("id");
        expect(201, api.post("/api/group-messages/", Map.of("group", group, "content", "To the group")));
        String poll = expect(
                        201,
                        api.post(
                                "/api/polls/",
                                Map.of(
                                        "receiver",
                                        bob.username(),
                                        "question",
                                        "Salt water?",
                                        "options",
                                        List.of("Yes", "No"))))
                .get("id");
        expect(200, api.post("/api/poll-votes/", Map.of("poll", poll, "selected_options", List.of("1"))));
        expect(
                200,
                api.put(
                        "/api/user-locations/me/",
                        Map.of(
                                "latitude",
                                48.2,
                                "longitude",
                                16.37,
                                "minutes",
                                30,
                                "shared_with",
                                List.of(bob.username()))));
        expect(
                201,
                api.post(
                        "/api/reports/",
                        Map.of("user", carol.username(), "category", "spam", "reason", "zebrafish report")));
        expect(
                201,
                api.post(
                        "/api/devices/",
                        Map.of("platform", "xmpp", "device_token", "push.example.com", "node", "zebrafish node")));
        expect(201, Uploads.upload(alice, "fish.txt", "text/plain", Uploads.utf8("All about fish")));
        return message;
    }

    private static Map<String, String> unzip(byte[] zip) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    private Map<String, String> copy(Person person) throws Exception {
        expect(404, person.api().get(EXPORT));
        expect(202, person.api().post(EXPORT, ""));
        await().atMost(Hearth.PATIENCE)
                .until(() -> expect(200, person.api().get(EXPORT)).get("status").equals("ready"));
        Api.Answer ready = person.api().get(EXPORT);
        assertThat(ready.body().path("progress").asInt()).isEqualTo(100);
        HttpResponse<byte[]> file = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(ready.get("url"))).build(), BodyHandlers.ofByteArray());
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.body().length).isEqualTo(ready.body().path("size").asInt());
        return unzip(file.body());
    }

    @Test
    void a_copy_has_all_that_is_ones_own_and_nothing_private_of_others() throws Exception {
        Person alice = hearth.register("alice");
        Person bob = hearth.register("bob");
        live(alice, bob, hearth.register("carol"));
        expect(
                200,
                Uploads.patch(
                        alice,
                        "/api/user-profiles/me/",
                        Uploads.form(Map.of(), "profile_picture", "me.png", "image/png", Uploads.picture(64, 64))));
        Api.Answer left = expect(
                201, bob.api().post("/api/groups/", Map.of("name", "Pond", "members", List.of(alice.username()))));
        for (Person person : List.of(alice, bob)) {
            expect(
                    201,
                    person.api()
                            .post(
                                    "/api/group-messages/",
                                    Map.of("group", left.get("id"), "content", "Pond by " + person.username())));
        }
        expect(
                204,
                alice.api()
                        .patch(
                                "/api/groups/" + left.get("id") + "/",
                                Map.of("remove_members", List.of(alice.username()))));

        Map<String, String> files = copy(alice);

        assertThat(files.keySet())
                .contains(
                        "account.json",
                        "sessions.json",
                        "profile.json",
                        "settings.json",
                        "status.json",
                        "activities.json",
                        "friendships.json",
                        "tags.json",
                        "blocks.json",
                        "messages.json",
                        "conversations.json",
                        "groups.json",
                        "group-messages.json",
                        "left-group-messages.json",
                        "reactions.json",
                        "emoticons.json",
                        "polls.json",
                        "location.json",
                        "reports.json",
                        "devices.json",
                        "notifications.json",
                        "files.json")
                .anyMatch(name -> name.startsWith("files/") && name.endsWith("/fish.txt"));
        assertThat(files.keySet()).anyMatch(name -> name.startsWith("profile-picture."));
        assertThat(files.get("left-group-messages.json"))
                .contains("Pond by " + alice.username())
                .doesNotContain(bob.username());
        assertThat(files.get("account.json")).contains(alice.phoneNumber(), NAME, EMAIL);
        assertThat(files.get("profile.json")).contains(BIO);
        assertThat(files.get("tags.json")).contains("zebrafish tag");
        assertThat(files.get("devices.json")).contains("push.example.com").doesNotContain("zebrafish node");
        assertThat(MAPPER.readTree(files.get("messages.json")))
                .extracting(message -> message.path("content").asText())
                .contains("Hello, fish", "a zebrafish message");
        JsonNode polls = MAPPER.readTree(files.get("polls.json"));
        assertThat(polls.at("/0/my_votes/0").asText()).isEqualTo("1");
        assertThat(files.values()).noneMatch(text -> text.contains(bob.phoneNumber()) || text.contains("Neighbour"));
        expect(404, bob.api().get("/api/users/" + alice.username() + "/export/"));

        expect(204, alice.api().delete(EXPORT));
        expect(404, alice.api().get(EXPORT));
    }

    @Test
    void of_a_deleted_account_nothing_is_left_but_what_others_keep() {
        Person alice = hearth.register("alice");
        Person bob = hearth.register("bob");
        String message = live(alice, bob, hearth.register("carol"));
        expect(202, alice.api().post(EXPORT, ""));

        String verification = expect(202, hearth.api().post("/api/otp/", Map.of("phone_number", alice.phoneNumber())))
                .get("verification_id");
        expect(
                204,
                alice.api()
                        .delete("/api/users/me/?verification_id=" + verification + "&code="
                                + hearth.codeFor(alice.phoneNumber())));

        expect(401, alice.api().get("/api/users/me/"));
        expect(404, bob.api().get("/api/users/" + alice.username() + "/"));
        Api.Answer kept = expect(200, bob.api().get("/api/messages/" + message + "/"));
        assertThat(kept.body().path("receiver").isNull()).isTrue();
        assertThat(kept.body().path("reactions").isEmpty()).isTrue();
        // Whatever the server still does about her is done when it has stopped.
        hearth.engine().stop();
        // How many codes went to a number counts for the day, whoever has it.
        assertThat(columnsWith(alice.phoneNumber())).allMatch("hearth_limit.subject"::equals);
        for (String own : List.of(BIO, EMAIL, NAME, "zebrafish status", "zebrafish tag")) {
            assertThat(columnsWith(own)).as(own).isEmpty();
        }
        assertThat(columnsWith(alice.username()))
                .contains("hearth_account.username")
                .allMatch(column -> STAYS.stream().anyMatch(column::startsWith));
    }

    @Test
    void what_a_crash_cut_off_of_a_deletion_is_done_later_and_nobody_comes_in_meanwhile() {
        Person alice = hearth.register("alice");
        Person bob = hearth.register("bob");
        live(alice, bob, hearth.register("carol"));
        alice.connectWithPassword().close();
        String message = bob.send(alice, "Are you there?").get("id");
        hearth.engine().stop();
        // What is there right after the commit; and nobody is to look after it yet.
        run(
                "UPDATE hearth_account SET phone_number = NULL, name = NULL, lower_name = NULL, email = NULL,"
                        + " deleted_at = 1 WHERE username = '" + alice.username() + "'",
                "INSERT INTO hearth_departure (username, due_at) VALUES ('" + alice.username() + "', " + Long.MAX_VALUE
                        + ")");
        hearth.engine().startAgain();

        assertThat(receiver(bob, message).isNull()).isFalse();
        assertNotAuthorized(() -> Xmpp.withPassword(alice, Person.PASSWORD));
        assertNotAuthorized(() -> Xmpp.withPlainPassword(alice, Person.PASSWORD));
        assertNotAuthorized(alice::connect);
        expect(401, alice.api().get("/api/users/me/"));
        expect(401, hearth.api().post("/api/token/refresh/", Map.of("refresh", alice.refresh())));
        expect(
                401,
                hearth.api().post("/api/token/", Map.of("username", alice.username(), "password", Person.PASSWORD)));

        hearth.engine().stop();
        run("UPDATE hearth_departure SET due_at = 1");
        hearth.engine().startAgain();
        await().atMost(Duration.ofMinutes(3)).until(() -> receiver(bob, message).isNull());
        // The server's user goes first, then the features forget.
        Path log = hearth.engine().dataFolder().resolve("logs/hearth.log");
        await().atMost(Hearth.PATIENCE)
                .until(() -> Files.readString(log).contains("The deletion of " + alice.username()));
        hearth.engine().stop();
        assertThat(columnsWith(alice.username()))
                .contains("hearth_account.username")
                .allMatch(column ->
                        Stream.concat(STAYS.stream(), GOES_WITH_TIME.stream()).anyMatch(column::startsWith));
    }

    private static JsonNode receiver(Person reader, String message) {
        return expect(200, reader.api().get("/api/messages/" + message + "/"))
                .body()
                .path("receiver");
    }

    private static void assertNotAuthorized(ThrowingCallable login) {
        SASLErrorException refusal = catchThrowableOfType(SASLErrorException.class, () -> {
            try {
                login.call();
            } catch (AssertionError e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        });
        assertThat(refusal.getSASLFailure().getSASLError()).hasToString("not-authorized");
    }

    private void run(String... statements) {
        if (Databases.isPostgres()) {
            Databases.run(database, List.of(statements));
        } else {
            Databases.run(hearth.engine().dataFolder(), List.of(statements));
        }
    }

    private List<String> columnsWith(String text) {
        return Databases.isPostgres()
                ? Databases.columnsWith(database, text)
                : Databases.columnsWith(hearth.engine().dataFolder(), text);
    }
}
