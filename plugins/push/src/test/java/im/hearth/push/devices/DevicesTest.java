package im.hearth.push.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import im.hearth.core.accounts.AccountDeleted;
import im.hearth.core.accounts.SessionEnded;
import im.hearth.core.problem.Problem;
import im.hearth.core.settings.SecretBox;
import im.hearth.core.testing.TestDatabase;
import im.hearth.push.House;
import im.hearth.push.PushSettings;
import im.hearth.push.send.Target;
import java.security.SecureRandom;
import java.security.Security;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

final class DevicesTest {
    /** A browser's keys, of the example in RFC 8291, section 5. */
    private static final String P256DH =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

    private static final String AUTH = "BTBZMqHH6r4Tts7J_aSIgg";

    private static final String TOKEN = "fcm-token-of-a-phone-with-many-characters-1a2b";
    private static final Registrant ALICE = new Registrant("alice", "session-1");
    private static final Registrant BOB = new Registrant("bob", "session-2");

    private final TestDatabase database = TestDatabase.with("hearth-core", "hearth-push");
    private final House house = new House(database.database(), database.events());
    private final Devices devices = house.devices;
    private final PushStanzas stanzas =
            new PushStanzas(devices, House.DOMAIN, jid -> java.util.Optional.of("session-3"));

    @BeforeAll
    static void provide() {
        // The server has it.
        Security.addProvider(new BouncyCastleProvider());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Registration phone(String token) {
        return Registration.fcm(token, "My phone", true);
    }

    private List<Device> of(String username) {
        return devices.list(username, null, 50).items();
    }

    private Registration read(String json) throws JsonProcessingException {
        return house.mapper.readValue(json, DeviceForm.class).read(house.mapper, false);
    }

    private IQ serve(String payload, @Nullable String to) {
        try {
            IQ request = new IQ(IQ.Type.set, "1");
            request.setFrom(new JID("alice@example.org/phone"));
            request.setTo(to == null ? null : new JID(to));
            request.setChildElement(DocumentHelper.parseText(payload).getRootElement());
            return stanzas.serve(request);
        } catch (DocumentException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_token_is_neither_given_back_nor_in_the_database_to_be_read() {
        Device made = devices.register(ALICE, phone(TOKEN)).device();

        assertThat(DeviceView.of(made).deviceToken()).isEqualTo("…1a2b");
        List<String> row = house.database.read(
                handle -> handle.createQuery("SELECT sealed || ' ' || token_hash || ' ' || provider FROM hearth_device")
                        .mapTo(String.class)
                        .list());
        assertThat(row).hasSize(1);
        assertThat(row.get(0)).doesNotContain("1a2b").doesNotContain("fcm-token");
        assertThat(devices.require("alice", made.id()).target().token()).isEqualTo(TOKEN);
    }

    @Test
    void what_was_sealed_with_another_master_key_is_not_read() {
        Target target = new Target("token", "detail", "node");
        DeviceBox box = new DeviceBox(new SecretBox(new byte[32], new SecureRandom()), house.mapper);
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        DeviceBox other = new DeviceBox(new SecretBox(otherKey, new SecureRandom()), house.mapper);
        String sealed = box.seal("1", target);

        assertThat(box.open("1", sealed)).contains(target);
        assertThat(other.open("1", sealed)).isEmpty();
        assertThat(box.open("2", sealed)).isEmpty();
    }

    @Test
    void one_that_is_registered_again_stays_the_same() {
        Devices.Registered first = devices.register(ALICE, phone(TOKEN));
        Devices.Registered again = devices.register(ALICE, Registration.fcm(TOKEN, null, false));

        assertThat(first.created()).isTrue();
        assertThat(again.created()).isFalse();
        assertThat(again.device().id()).isEqualTo(first.device().id());
        assertThat(again.device().name()).isEqualTo("My phone");
        assertThat(again.device().enabled()).isFalse();
    }

    @Test
    void a_token_that_somebody_else_registers_moves_to_them() {
        devices.register(ALICE, phone(TOKEN));
        Devices.Registered moved = devices.register(BOB, phone(TOKEN));

        assertThat(moved.created()).isTrue();
        assertThat(of("alice")).isEmpty();
        assertThat(of("bob")).hasSize(1);
    }

    @Test
    void a_person_has_so_many_devices_and_no_more() {
        house.properties.set(PushSettings.DEVICES_PER_ACCOUNT.name(), "2", false);
        devices.register(ALICE, phone("one"));
        devices.register(ALICE, phone("two"));

        assertThatThrownBy(() -> devices.register(ALICE, phone("three")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.slug()).isEqualTo("too-many-devices"));
        assertThat(devices.register(ALICE, phone("two")).created()).isFalse();
    }

    @Test
    void a_platform_that_this_server_does_not_send_by_is_refused() {
        assertThatThrownBy(() -> devices.register(
                        ALICE,
                        read("{\"platform\":\"webpush\",\"subscription\":{\"endpoint\":\"https://push.example/1\","
                                + "\"expirationTime\":null,\"keys\":{\"p256dh\":\"" + P256DH
                                + "\",\"auth\":\"" + AUTH + "\"}}}")))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.errors().get(0).field()).isEqualTo("platform"));
    }

    @Test
    void a_subscription_is_read_as_browsers_write_it_and_as_text() throws JsonProcessingException {
        String subscription = "{\"endpoint\":\"https://Push.Example/1\",\"expirationTime\":null,\"keys\":{\"p256dh\":\""
                + P256DH + "\",\"auth\":\"" + AUTH + "\"}}";

        Registration object = read("{\"platform\":\"webpush\",\"subscription\":" + subscription + "}");
        Registration text = read(
                "{\"platform\":\"webpush\",\"device_token\":" + house.mapper.writeValueAsString(subscription) + "}");

        assertThat(object).isEqualTo(text);
        assertThat(object.provider()).isEqualTo("push.example");
        assertThat(object.target().detail()).isEqualTo("{\"auth\":\"" + AUTH + "\",\"p256dh\":\"" + P256DH + "\"}");
    }

    @Test
    void what_cannot_be_pushed_to_is_refused_by_its_field() {
        String keys = "\"keys\":{\"p256dh\":\"" + P256DH + "\",\"auth\":\"" + AUTH + "\"}";
        assertField("platform", "{\"platform\":\"pager\"}");
        assertField("device_token", "{\"platform\":\"fcm\"}");
        assertField("device_token", "{\"platform\":\"fcm\",\"device_token\":\"" + "x".repeat(5_000) + "\"}");
        assertField("device_token", "{\"platform\":\"xmpp\",\"device_token\":\"@@\"}");
        assertField("node", "{\"platform\":\"fcm\",\"device_token\":\"x\",\"node\":\"y\"}");
        assertField("subscription", "{\"platform\":\"webpush\",\"device_token\":\"no json\"}");
        assertField(
                "subscription",
                "{\"platform\":\"webpush\",\"subscription\":{\"endpoint\":\"http://push.example/1\"," + keys + "}}");
        assertField(
                "subscription.keys.auth",
                "{\"platform\":\"webpush\",\"subscription\":{\"endpoint\":\"https://push.example/1\","
                        + "\"keys\":{\"p256dh\":\"" + P256DH + "\",\"auth\":\"AAAA\"}}}");
    }

    private void assertField(String field, String json) {
        assertThatThrownBy(() -> read(json)).as(json).isInstanceOfSatisfying(Problem.class, problem -> assertThat(
                        problem.errors().get(0).field())
                .isEqualTo(field));
    }

    @Test
    void devices_end_with_the_session_that_registered_them_and_with_the_account() {
        devices.register(ALICE, phone("one"));
        devices.register(new Registrant("alice", "session-9"), phone("two"));
        devices.register(BOB, phone("three"));

        house.publish(new SessionEnded("alice", "session-1"));
        assertThat(of("alice"))
                .singleElement()
                .extracting(device -> device.target().token())
                .isEqualTo("two");

        house.publish(new AccountDeleted("alice"));
        assertThat(of("alice")).isEmpty();
        assertThat(of("bob")).hasSize(1);
    }

    @Test
    void a_device_that_was_being_registered_is_not_kept_of_who_has_left() {
        devices.register(ALICE, phone("one"));
        house.accounts.delete("alice");

        assertThatThrownBy(() -> devices.register(ALICE, phone("two"))).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> devices.register(ALICE, phone("one"))).isInstanceOf(Problem.class);

        assertThat(of("alice")).isEmpty();
    }

    @Test
    void what_an_xmpp_app_enables_is_a_device_until_it_disables_it() {
        String enable = "<enable xmlns='urn:xmpp:push:0' jid='push.example.com' node='n1'>"
                + "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
                + "http://jabber.org/protocol/pubsub#publish-options</value></field>"
                + "<field var='secret'><value>s&lt;1</value></field></x></enable>";
        assertThat(serve(enable, null).getType()).isEqualTo(IQ.Type.result);
        serve(enable, "alice@example.org");
        serve("<enable xmlns='urn:xmpp:push:0' jid='push.example.com' node='n2'/>", null);

        assertThat(of("alice")).hasSize(2);
        Device first = of("alice").stream()
                .filter(device -> "n1".equals(device.target().node()))
                .findFirst()
                .orElseThrow();
        assertThat(first.target().detail()).contains("s&lt;1").contains("publish-options");
        assertThat(DeviceView.of(first).deviceToken()).isEqualTo("push.example.com");

        serve("<disable xmlns='urn:xmpp:push:0' jid='push.example.com' node='n2'/>", null);
        assertThat(of("alice")).extracting(Device::id).containsExactly(first.id());
        serve("<disable xmlns='urn:xmpp:push:0' jid='push.example.com'/>", null);
        assertThat(of("alice")).isEmpty();
    }

    @Test
    void nobody_enables_pushes_of_somebody_else() {
        assertThatThrownBy(() ->
                        serve("<enable xmlns='urn:xmpp:push:0' jid='push.example.com' node='n'/>", "bob@example.org"))
                .isInstanceOf(Problem.class);
        assertThat(of("bob")).isEmpty();
    }

    @Test
    void an_enable_without_a_service_or_with_another_form_is_a_bad_request() {
        for (String payload : List.of(
                "<enable xmlns='urn:xmpp:push:0' node='n'/>",
                "<enable xmlns='urn:xmpp:push:0' jid='@' node='n'/>",
                "<mumble xmlns='urn:xmpp:push:0' jid='push.example.com'/>",
                "<enable xmlns='urn:xmpp:push:0' jid='push.example.com'><x xmlns='jabber:x:data'><field var='FORM_TYPE'>"
                        + "<value>else</value></field></x></enable>")) {
            assertThatThrownBy(() -> serve(payload, null)).as(payload).isInstanceOf(Problem.class);
        }
        assertThat(of("alice")).isEmpty();
    }
}
