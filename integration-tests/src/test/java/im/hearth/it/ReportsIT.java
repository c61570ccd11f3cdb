package im.hearth.it;

import static im.hearth.it.Hearth.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import im.hearth.engine.EngineProcess;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smack.sasl.SASLErrorException;
import org.jivesoftware.smackx.disco.ServiceDiscoveryManager;
import org.jivesoftware.smackx.mam.MamManager;
import org.jivesoftware.smackx.sid.element.StanzaIdElement;
import org.junit.jupiter.api.Test;
import org.jxmpp.jid.impl.JidCreate;

/** Reports, from either door to the moderators, and what these do to messages and people. */
final class ReportsIT {
    private static final String RETRACT = "urn:xmpp:message-retract:1";

    private final Hearth hearth = Hearth.shared();
    private final Person alice = hearth.register("alice");
    private final Person bob = hearth.register("bob");
    private final Person carol = hearth.register("carol");

    /** The administrator of the server. */
    private static Person moderator(Hearth hearth) {
        Api.Answer token = expect(
                200,
                hearth.api()
                        .post("/api/token/", Map.of("username", "admin", "password", EngineProcess.ADMIN_PASSWORD)));
        return Person.of(hearth, token, "");
    }

    private static Api.Answer report(Person reporter, String kind, String id) {
        return reporter.api().post("/api/reports/", Map.of(kind, id, "category", "abuse", "reason", "he is rude"));
    }

    private static Api.Answer suspend(Person moderator, Person person, Map<String, ?> howLong) {
        java.util.Map<String, Object> body = new java.util.HashMap<>(howLong);
        body.put("user", person.username());
        body.put("reason", "insults");
        return expect(201, moderator.api().post("/api/moderation/suspensions/", body));
    }

    private static List<String> ids(Api.Answer list) {
        return items(list).map(item -> item.path("id").asText()).toList();
    }

    private static Stream<JsonNode> items(Api.Answer list) {
        return StreamSupport.stream(list.body().path("items").spliterator(), false);
    }

    private static Api.Answer delete(Person person, String path, Map<String, ?> body) {
        return person.api()
                .send(person.api()
                        .request(path)
                        .header("Content-Type", "application/json")
                        .method("DELETE", BodyPublishers.ofString(Api.json(body), StandardCharsets.UTF_8)));
    }

    private static void assertSuspended(Api.Answer answer) {
        expect(403, answer);
        assertThat(answer.problem()).isEqualTo("suspended");
    }

    // Reports.

    @Test
    void a_reported_message_is_kept_for_the_moderators_when_its_author_takes_it_back() {
        Person moderator = moderator(hearth);
        String message = bob.send(alice, "you are ugly").get("id");

        Api.Answer made = expect(201, report(alice, "message", message));
        expect(204, bob.api().delete("/api/messages/" + message + "/"));

        String path = "/api/reports/" + made.get("id") + "/";
        Api.Answer seen = expect(200, moderator.api().get(path));
        assertThat(seen.body().at("/evidence/content").asText()).isEqualTo("you are ugly");
        assertThat(seen.body().at("/evidence/author").asText()).isEqualTo(bob.username());
        assertThat(seen.get("reporter")).isEqualTo(alice.username());
        assertThat(seen.get("about_user")).isEqualTo(bob.username());
        Api.Answer own = expect(200, alice.api().get(path));
        assertThat(own.get("message")).isEqualTo(message);
        assertThat(own.get("reason")).isEqualTo("he is rude");
        assertThat(own.body().path("evidence").isNull()).isTrue();
        expect(404, bob.api().get(path));
        expect(404, bob.api().delete(path));
        assertThat(ids(expect(200, bob.api().get("/api/reports/")))).isEmpty();
    }

    @Test
    void a_reported_file_is_kept_as_long_as_the_report() {
        Person moderator = moderator(hearth);
        Api.Answer sent = expect(
                201,
                bob.api()
                        .send(
                                bob.api()
                                        .request("/api/messages/")
                                        .header("Content-Type", "multipart/form-data; boundary=cut")
                                        .POST(
                                                BodyPublishers.ofString(
                                                        "--cut\r\nContent-Disposition: form-data; name=\"receiver\"\r\n"
                                                                + "\r\n" + alice.username() + "\r\n--cut\r\n"
                                                                + "Content-Disposition: form-data; name=\"file\"; filename=\"threat.txt\"\r\n"
                                                                + "Content-Type: text/plain\r\n\r\nI know where you live\r\n--cut--\r\n"))));
        String message = sent.get("id");
        Api.Answer made = expect(201, report(alice, "message", message));
        expect(204, bob.api().delete("/api/messages/" + message + "/"));

        JsonNode file = expect(200, moderator.api().get("/api/reports/" + made.get("id") + "/"))
                .body()
                .at("/evidence/files/0");
        assertThat(file.path("name").asText()).isEqualTo("threat.txt");
        assertThat(file.path("sha256").asText()).hasSize(44);
        String url = file.path("url").asText();
        assertThat(expect(200, hearth.api().get(url.substring(url.indexOf('/', "https://".length()))))
                        .text())
                .isEqualTo("I know where you live");
    }

    private static Api.Answer portray(Person person, byte[] picture) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes("--cut\r\nContent-Disposition: form-data; name=\"profile_picture\"; filename=\"me\"\r\n\r\n"
                .getBytes(StandardCharsets.UTF_8));
        form.writeBytes(picture);
        form.writeBytes("\r\n--cut--\r\n".getBytes(StandardCharsets.UTF_8));
        return person.api()
                .send(person.api()
                        .request("/api/user-profiles/me/")
                        .header("Content-Type", "multipart/form-data; boundary=cut")
                        .method("PATCH", BodyPublishers.ofByteArray(form.toByteArray())));
    }

    private static byte[] picture() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }

    private Api.Answer file(JsonNode file) {
        String url = file.path("url").asText();
        return hearth.api().get(url.substring(url.indexOf('/', "https://".length())));
    }

    @Test
    void the_picture_of_a_reported_person_is_kept_as_long_as_the_report() throws Exception {
        Person moderator = moderator(hearth);
        expect(200, portray(bob, picture()));
        Api.Answer made = expect(201, report(alice, "user", bob.username()));
        expect(
                200,
                bob.api().patch("/api/user-profiles/me/", java.util.Collections.singletonMap("profile_picture", null)));

        String path = "/api/reports/" + made.get("id") + "/";
        JsonNode kept = expect(200, moderator.api().get(path)).body().at("/evidence/files/0");
        assertThat(kept.path("name").asText()).startsWith(bob.username() + ".");
        assertThat(kept.path("mime_type").asText()).startsWith("image/");
        expect(200, file(kept));
        assertThat(expect(200, alice.api().get(path)).body().path("evidence").isNull())
                .isTrue();

        expect(204, moderator.api().delete(path));
        expect(404, file(kept));
    }

    @Test
    void groups_their_messages_and_people_are_reported_by_who_sees_them() {
        Person moderator = moderator(hearth);
        Api.Answer group = expect(
                201,
                alice.api()
                        .post(
                                "/api/groups/",
                                Map.of(
                                        "name", "Hate club",
                                        "description", "We hate",
                                        "members", List.of(bob.username()))));
        Api.Answer said = expect(
                201,
                bob.api().post("/api/group-messages/", Map.of("group", group.get("id"), "content", "I hate carol")));

        String ofGroup = expect(201, report(alice, "group", group.get("id"))).get("id");
        String ofMessage =
                expect(201, report(alice, "group_message", said.get("id"))).get("id");
        String ofPerson = expect(201, report(carol, "user", bob.username())).get("id");
        for (Api.Answer strange : List.of(
                report(carol, "group", group.get("id")),
                report(carol, "group_message", said.get("id")),
                report(carol, "message", said.get("id")),
                report(carol, "user", "nobody" + System.nanoTime()))) {
            expect(422, strange);
        }

        JsonNode evidence = expect(200, moderator.api().get("/api/reports/" + ofGroup + "/"))
                .body()
                .path("evidence");
        assertThat(evidence.path("name").asText()).isEqualTo("Hate club");
        assertThat(evidence.path("description").asText()).isEqualTo("We hate");
        assertThat(expect(200, moderator.api().get("/api/reports/" + ofMessage + "/"))
                        .body()
                        .at("/evidence/content")
                        .asText())
                .isEqualTo("I hate carol");
        assertThat(ids(expect(200, moderator.api().get("/api/reports/?is_resolved=false&user=" + bob.username()))))
                .containsExactly(ofPerson, ofMessage);
        assertThat(ids(expect(200, moderator.api().get("/api/reports/?kind=group&reporter=" + alice.username()))))
                .containsExactly(ofGroup);
        assertThat(ids(expect(200, alice.api().get("/api/reports/?category=abuse"))))
                .containsExactly(ofMessage, ofGroup);
    }

    @Test
    void a_moderator_resolves_and_the_reporter_sees_it_as_it_happens() {
        Person moderator = moderator(hearth);
        try (Events stream = Events.sse(alice, null);
                Events moderators = Events.sse(moderator, null)) {
            String id = expect(201, report(alice, "user", bob.username())).get("id");
            Events.Event created =
                    moderators.await(event -> event.type().equals("report.created") && id.equals(event.text("id")));
            assertThat(created.text("reporter")).isEqualTo(alice.username());
            expect(409, report(alice, "user", bob.username()));
            String path = "/api/reports/" + id + "/";

            expect(403, alice.api().patch(path, Map.of("is_resolved", true)));
            Api.Answer resolved = expect(
                    200,
                    moderator
                            .api()
                            .patch(
                                    path,
                                    Map.of("is_resolved", true, "resolution", "We wrote to him", "note", "again")));

            assertThat(resolved.get("note")).isEqualTo("again");
            assertThat(resolved.get("resolved_by")).isEqualTo("admin");
            Events.Event told = stream.await(event -> event.type().equals("report.resolved"));
            assertThat(told.text("resolution")).isEqualTo("We wrote to him");
            assertThat(told.data().path("note").isNull()).isTrue();
            expect(409, alice.api().delete(path));
            expect(201, report(alice, "user", bob.username()));
            expect(204, moderator.api().delete(path));
            expect(404, alice.api().get(path));
        }
    }

    @Test
    void bad_reports_are_refused_by_the_field() {
        String message = bob.send(alice, "hello").get("id");
        for (Map<String, ?> wrong : List.of(
                Map.of("category", "spam"),
                Map.of("message", message),
                Map.of("message", message, "user", bob.username(), "category", "spam"),
                Map.of("message", message, "category", "boring"),
                Map.of("message", message, "category", "spam", "reason", "x".repeat(1_001)),
                Map.of("message", message, "category", "spam", "reason", "a\0b"),
                Map.of("message", message, "category", "spam", "colour", "red"),
                Map.of("message", "\0", "category", "spam"),
                Map.of("user", "a\0b", "category", "spam"),
                Map.of("user", alice.username(), "category", "spam"),
                Map.of("group", "../x", "category", "spam"))) {
            Api.Answer answer = expect(422, alice.api().post("/api/reports/", wrong));
            assertThat(answer.body().path("errors").isEmpty()).as(answer.text()).isFalse();
        }
        for (String wrong : List.of("is_resolved=maybe", "category=x", "kind=x", "cursor=x")) {
            expect(422, alice.api().get("/api/reports/?" + wrong));
        }
        expect(403, alice.api().get("/api/reports/?user=" + bob.username()));
        expect(403, alice.api().get("/api/reports/?reporter=" + bob.username()));
        expect(200, alice.api().get("/api/reports/?reporter=me"));
        expect(401, hearth.api().get("/api/reports/"));
        expect(422, moderator(hearth).api().get("/api/reports/?user=%01"));
    }

    // Reports of XMPP clients.

    @Test
    void an_xmpp_client_reports_a_message_and_finds_it_over_rest() {
        String message = bob.send(alice, "buy this").get("id");
        try (Xmpp client = alice.connect()) {
            String question = "<report xmlns='urn:hearth:report:0' category='spam'>"
                    + "<stanza-id xmlns='urn:xmpp:sid:0' by='" + alice.jid() + "' id='" + message + "'/>"
                    + "<text>all day long</text></report>";
            String answer = Raw.ask(client, "set", hearth.domain(), question);

            JsonNode own = expect(200, alice.api().get("/api/reports/")).body().at("/items/0");
            assertThat(answer).contains("type='result'", own.path("id").asText());
            assertThat(own.path("message").asText()).isEqualTo(message);
            assertThat(own.path("category").asText()).isEqualTo("spam");
            assertThat(own.path("reason").asText()).isEqualTo("all day long");
            assertThat(Raw.ask(client, "set", null, question)).contains("type='error'", "conflict");
            assertThat(Raw.ask(
                            client,
                            "set",
                            null,
                            "<report xmlns='urn:hearth:report:0' category='spam' jid='nobody@" + hearth.domain()
                                    + "'/>"))
                    .contains("item-not-found");
            assertThat(Raw.ask(client, "set", null, "<report xmlns='urn:hearth:report:0'/>"))
                    .contains("bad-request");
            assertThat(Raw.ask(client, "get", null, "<report xmlns='urn:hearth:report:0'/>"))
                    .contains("bad-request");
        }
    }

    @Test
    void a_report_with_a_block_comes_to_the_same_queue() {
        String message = bob.send(alice, "buy this").get("id");
        try (Xmpp client = alice.connect()) {
            Raw.ask(
                    client,
                    "set",
                    null,
                    "<block xmlns='urn:xmpp:blocking'><item jid='" + bob.jid()
                            + "'><report xmlns='urn:xmpp:reporting:1' reason='urn:xmpp:reporting:spam'>"
                            + "<stanza-id xmlns='urn:xmpp:sid:0' by='" + alice.jid() + "' id='" + message + "'/>"
                            + "<text xml:lang='en'>Never came trouble to my house like this.</text>"
                            + "</report></item></block>");

            JsonNode own = expect(200, alice.api().get("/api/reports/")).body().at("/items/0");
            assertThat(own.path("message").asText()).isEqualTo(message);
            assertThat(own.path("category").asText()).isEqualTo("spam");
            assertThat(own.path("reason").asText()).startsWith("Never came trouble");
        }
    }

    @Test
    void the_server_says_that_it_takes_reports() throws Exception {
        try (Xmpp client = alice.connect()) {
            assertThat(ServiceDiscoveryManager.getInstanceFor(client.connection())
                            .discoverInfo(JidCreate.domainBareFrom(hearth.domain()))
                            .getFeatures())
                    .extracting(feature -> feature.getVar())
                    .contains("urn:hearth:report:0", "urn:xmpp:reporting:1");
        }
    }

    // What moderators do.

    @Test
    void a_message_that_a_moderator_takes_away_is_gone_on_both_doors() throws Exception {
        Person moderator = moderator(hearth);
        String message = bob.send(alice, "you are ugly").get("id");
        String report = expect(201, report(alice, "message", message)).get("id");
        String path = "/api/moderation/messages/" + message + "/";
        try (Xmpp a = alice.connect();
                Xmpp b = bob.connect();
                Events stream = Events.sse(alice, null)) {
            expect(403, alice.api().delete(path));
            expect(204, delete(moderator, path, Map.of("reason", "insults")));

            for (Xmpp client : List.of(a, b)) {
                Message told = client.await(stanza -> stanza.hasExtension("retract", RETRACT));
                assertThat(told.getFrom().toString()).isEqualTo(hearth.domain());
                StandardExtensionElement retract =
                        (StandardExtensionElement) told.getExtensionElement("retract", RETRACT);
                assertThat(retract.getAttributeValue("id")).isEqualTo(message);
                assertThat(told.toXML().toString()).contains("moderated", "insults");
                assertThat(told.getBody()).contains("moderator");
                assertThat(StanzaIdElement.hasStanzaId(told)).isTrue();
            }
            assertThat(stream.await(event -> event.type().equals("message.deleted"))
                            .text("id"))
                    .isEqualTo(message);
            String archived = MamManager.getInstanceFor(a.connection())
                    .queryArchive(MamManager.MamQueryArgs.builder()
                            .limitResultsToJid(JidCreate.from(bob.jid()))
                            .setResultPageSize(50)
                            .build())
                    .getMessages()
                    .toString();
            assertThat(archived).doesNotContain("you are ugly");
        }
        for (Person person : List.of(alice, bob)) {
            Api.Answer left = expect(200, person.api().get("/api/messages/" + message + "/"));
            assertThat(left.body().path("is_deleted").asBoolean()).isTrue();
            assertThat(left.body().path("content").isNull()).isTrue();
        }
        assertThat(ids(expect(200, alice.api().get("/api/messages/")))).containsExactly(message);
        assertThat(items(expect(200, alice.api().get("/api/conversations/")))).hasSize(1);
        assertThat(expect(200, moderator.api().get("/api/reports/" + report + "/"))
                        .body()
                        .at("/evidence/content")
                        .asText())
                .isEqualTo("you are ugly");
        expect(204, moderator.api().delete(path));
        expect(404, moderator.api().delete("/api/moderation/messages/17/"));
        assertThat(items(expect(200, moderator.api().get("/api/moderation/audit/?user=" + bob.username()))))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.path("act").asText()).isEqualTo("message_removed");
                    assertThat(entry.path("subject").asText()).isEqualTo(message);
                    assertThat(entry.path("moderator").asText()).isEqualTo("admin");
                    assertThat(entry.path("note").asText()).isEqualTo("insults");
                });
    }

    @Test
    void a_group_message_that_a_moderator_takes_away_is_gone_for_all_members() {
        Person moderator = moderator(hearth);
        Api.Answer group = expect(
                201, alice.api().post("/api/groups/", Map.of("name", "Club", "members", List.of(bob.username()))));
        Api.Answer said = expect(
                201,
                bob.api().post("/api/group-messages/", Map.of("group", group.get("id"), "content", "I hate carol")));
        try (Events stream = Events.sse(alice, null)) {
            expect(204, moderator.api().delete("/api/moderation/messages/" + said.get("id") + "/"));

            assertThat(stream.await(event -> event.type().equals("group_message.deleted"))
                            .text("id"))
                    .isEqualTo(said.get("id"));
        }
        Api.Answer left = expect(200, alice.api().get("/api/group-messages/" + said.get("id") + "/"));
        assertThat(left.body().path("is_deleted").asBoolean()).isTrue();
        assertThat(left.body().path("content").isNull()).isTrue();
    }

    @Test
    void whoever_is_suspended_is_out_at_once_on_both_doors_and_in_again_when_that_is_lifted() {
        Person moderator = moderator(hearth);
        Person dave = hearth.register("dave");
        try (Xmpp withPassword = dave.connectWithPassword();
                Xmpp withToken = dave.connect();
                Events stream = Events.webSocket(dave, null)) {
            Instant until = Instant.now().plus(Duration.ofHours(1));
            Api.Answer suspension = suspend(moderator, dave, Map.of("until", until.toString()));

            await().atMost(Hearth.PATIENCE)
                    .until(() -> !withPassword.connection().isConnected()
                            && !withToken.connection().isConnected());
            assertThat(stream.awaitEnd()).isPositive();
            Api.Answer refused = dave.api().get("/api/users/me/");
            assertSuspended(refused);
            assertThat(refused.get("detail")).contains("suspended until");
            assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0))
                    .isBetween(3_500L, 3_600L);
            assertSuspended(hearth.api().post("/api/token/refresh/", Map.of("refresh", dave.refresh())));
            assertSuspended(
                    hearth.api().post("/api/token/", Map.of("username", dave.username(), "password", Person.PASSWORD)));
            expect(401, hearth.api().post("/api/token/", Map.of("username", dave.username(), "password", "wrong one")));
            Api.Answer code = expect(202, hearth.api().post("/api/otp/", Map.of("phone_number", dave.phoneNumber())));
            assertSuspended(hearth.api()
                    .post(
                            "/api/token/",
                            Map.of(
                                    "verification_id",
                                    code.get("verification_id"),
                                    "code",
                                    hearth.codeFor(dave.phoneNumber()))));
            assertDisabled(() -> Xmpp.withPassword(dave, Person.PASSWORD));
            assertDisabled(() -> Xmpp.withPlainPassword(dave, Person.PASSWORD));
            assertRefused(() -> Xmpp.withPlainPassword(dave, "wrong one"), "not-authorized");
            assertDisabled(() -> Xmpp.withToken(dave));

            String path = "/api/moderation/suspensions/" + suspension.get("id") + "/";
            assertThat(expect(200, moderator.api().get(path))
                            .body()
                            .path("is_active")
                            .asBoolean())
                    .isTrue();
            expect(204, moderator.api().delete(path));
            expect(200, dave.api().get("/api/users/me/"));
            try (Xmpp again = Xmpp.withPassword(dave, Person.PASSWORD);
                    Xmpp plain = Xmpp.withPlainPassword(dave, Person.PASSWORD)) {
                assertThat(again.connection().isAuthenticated()).isTrue();
                assertThat(plain.connection().isAuthenticated()).isTrue();
            }
            assertThat(items(expect(200, moderator.api().get("/api/moderation/audit/?user=" + dave.username())))
                            .map(entry -> entry.path("act").asText()))
                    .containsExactly("suspension_lifted", "user_suspended");
            assertThat(expect(200, moderator.api().get(path))
                            .body()
                            .path("is_active")
                            .asBoolean())
                    .isFalse();
        }
    }

    private static void assertDisabled(org.assertj.core.api.ThrowableAssert.ThrowingCallable login) {
        assertRefused(login, "account-disabled");
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable login, String condition) {
        Throwable failure = org.assertj.core.api.Assertions.catchThrowable(login);
        SASLErrorException sasl = catchThrowableOfType(SASLErrorException.class, () -> {
            throw failure instanceof AssertionError && failure.getCause() != null ? failure.getCause() : failure;
        });
        assertThat(sasl.getSASLFailure().getSASLError().toString()).isEqualTo(condition);
    }

    @Test
    void only_moderators_moderate() {
        Person moderator = moderator(hearth);
        for (String path :
                List.of("/api/moderation/suspensions/", "/api/moderation/suspensions/17/", "/api/moderation/audit/")) {
            expect(403, alice.api().get(path));
            expect(401, hearth.api().get(path));
        }
        expect(403, alice.api().delete("/api/moderation/suspensions/17/"));
        expect(
                403,
                alice.api()
                        .post(
                                "/api/moderation/suspensions/",
                                Map.of("user", bob.username(), "permanent", true, "reason", "mine")));
        expect(404, moderator.api().get("/api/moderation/suspensions/17/"));
        for (Map<String, ?> wrong : List.of(
                Map.of("user", bob.username(), "reason", "x"),
                Map.of("user", bob.username(), "reason", "x", "until", "tomorrow"),
                Map.of("user", bob.username(), "reason", "x", "until", "2020-01-01T00:00:00Z"),
                Map.of("user", bob.username(), "reason", "x", "until", "2999-01-01T00:00:00Z"),
                Map.of("user", bob.username(), "reason", "x", "until", "2027-01-01T00:00:00Z", "permanent", true),
                Map.of("user", bob.username(), "permanent", true),
                Map.of("user", bob.username(), "permanent", true, "reason", "x".repeat(1_001)),
                Map.of("user", "no\0body", "permanent", true, "reason", "x"))) {
            expect(422, moderator.api().post("/api/moderation/suspensions/", wrong));
        }
        expect(
                409,
                moderator
                        .api()
                        .post(
                                "/api/moderation/suspensions/",
                                Map.of("user", "admin", "permanent", true, "reason", "x")));
        expect(200, bob.api().get("/api/users/me/"));
    }

    @Test
    void bans_and_reports_survive_a_restart_and_a_banned_number_registers_nobody() {
        try (Hearth own = Hearth.start(UnaryOperator.identity())) {
            Person eve = own.register("eve");
            Person frank = own.register("frank");
            String report = expect(201, report(frank, "user", eve.username())).get("id");
            suspend(moderator(own), eve, Map.of("permanent", true));

            own.engine().restart();

            assertSuspended(eve.api().get("/api/users/me/"));
            Person moderator = moderator(own);
            assertThat(ids(expect(200, moderator.api().get("/api/reports/")))).containsExactly(report);
            Api.Answer asked = expect(
                    202,
                    own.api().post("/api/users/", Map.of("phone_number", eve.phoneNumber(), "username", "innocent")));
            assertSuspended(own.api()
                    .post(
                            "/api/token/",
                            Map.of(
                                    "verification_id",
                                    asked.get("verification_id"),
                                    "code",
                                    own.codeFor(eve.phoneNumber()))));
            assertThat(items(expect(200, moderator.api().get("/api/moderation/suspensions/?is_active=true")))
                            .map(item -> item.path("user").asText()))
                    .containsExactly(eve.username());
            assertThat(items(expect(200, moderator.api().get("/api/moderation/audit/")))
                            .map(entry -> entry.path("act").asText()))
                    .containsExactly("user_banned");
        }
    }
}
