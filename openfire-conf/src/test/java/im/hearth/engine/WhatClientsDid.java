package im.hearth.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jivesoftware.smack.AbstractXMPPConnection;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smackx.admin.ServiceAdministrationManager;
import org.jivesoftware.smackx.iqprivate.PrivateDataManager;
import org.jivesoftware.smackx.iqprivate.packet.DefaultPrivateData;
import org.jivesoftware.smackx.muc.MultiUserChat;
import org.jivesoftware.smackx.muc.MultiUserChatManager;
import org.jivesoftware.smackx.privacy.PrivacyListManager;
import org.jivesoftware.smackx.privacy.packet.PrivacyItem;
import org.jivesoftware.smackx.pubsub.GetItemsRequest;
import org.jivesoftware.smackx.pubsub.Item;
import org.jivesoftware.smackx.pubsub.ItemsExtension;
import org.jivesoftware.smackx.pubsub.PubSubElementType;
import org.jivesoftware.smackx.pubsub.packet.PubSub;
import org.jivesoftware.smackx.vcardtemp.VCardManager;
import org.jivesoftware.smackx.vcardtemp.packet.VCard;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.jxmpp.jid.BareJid;
import org.jxmpp.jid.EntityBareJid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.jid.parts.Resourcepart;

/** Clients use everything that the server keeps in its tables; then the server is stopped and started again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WhatClientsDid {
    private static final String PASSWORD = "correct horse";

    private Path folder = Path.of("");
    private EngineProcess engine;
    private Client alice;

    /** The engine on the database under test. */
    abstract EngineProcess start(Path data) throws Exception;

    /** Called once the engine has stopped. */
    void stopDatabase() throws Exception {}

    @BeforeAll
    void clients_use_everything_and_the_server_is_restarted(@TempDir Path data) throws Exception {
        folder = data;
        engine = start(data);
        try (Client admin = Client.login(engine, AdminAccount.NAME, EngineProcess.ADMIN_PASSWORD)) {
            var accounts = ServiceAdministrationManager.getInstanceFor(admin.connection());
            accounts.addUser(jid("alice"), PASSWORD);
            accounts.addUser(jid("bob"), PASSWORD);
        }
        try (Client first = Client.login(engine, "alice", PASSWORD);
                Client bob = Client.login(engine, "bob", PASSWORD)) {
            befriend(first.connection());
            saveVCard(first.connection());
            savePrivateData(first.connection());
            savePrivacyList(first.connection());
            publish(first.connection());
            talkInARoom(first.connection());
            bob.close();
            Roster roster = Roster.getInstanceFor(first.connection());
            await().until(() -> !roster.getPresence(jid("bob")).isAvailable());
            sendToOffline(first.connection());
        }
        engine.restart();
        alice = Client.login(engine, "alice", PASSWORD);
    }

    @AfterAll
    void stop() throws Exception {
        alice.close();
        engine.close();
        stopDatabase();
    }

    @Test
    void a_contact_and_its_group_survive() throws Exception {
        Roster roster = Roster.getInstanceFor(alice.connection());
        await().until(roster::isLoaded);

        var contact = roster.getEntry(jid("bob"));
        assertThat(contact.getName()).isEqualTo("Bobby");
        assertThat(contact.getGroups()).extracting("name").containsExactly("Friends");
        assertThat(contact.canSeeHisPresence()).isTrue();
    }

    @Test
    void a_message_to_somebody_offline_survives() throws Exception {
        try (Client bob = Client.login(engine, "bob", PASSWORD)) {
            Message message = bob.messages().nextResult(5000);

            assertThat(message).isNotNull();
            assertThat(message.getBody()).isEqualTo("read me later");
        }
    }

    @Test
    void a_vcard_survives() throws Exception {
        assertThat(VCardManager.getInstanceFor(alice.connection()).loadVCard().getNickName())
                .isEqualTo("Al \uD83D\uDD25");
    }

    @Test
    void private_data_survives() throws Exception {
        var data = (DefaultPrivateData)
                PrivateDataManager.getInstanceFor(alice.connection()).getPrivateData("notes", "test:notes");

        assertThat(data.getValue("color")).isEqualTo("red");
    }

    @Test
    void a_privacy_list_survives() throws Exception {
        var list = PrivacyListManager.getInstanceFor(alice.connection()).getPrivacyList("blocked");

        assertThat(list.getItems()).extracting(PrivacyItem::getValue).containsExactly("mallory@localhost");
    }

    @Test
    void a_published_item_survives() throws Exception {
        PubSub request = PubSub.createPubsubPacket(
                alice.connection().getUser().asBareJid(), IQ.Type.get, new GetItemsRequest("test:mood"));

        PubSub answer = alice.connection().sendIqRequestAndWaitForResponse(request);

        ItemsExtension items = answer.getExtension(PubSubElementType.ITEMS);
        assertThat(items.getItems()).singleElement().satisfies(item -> assertThat(((Item) item).getId())
                .isEqualTo("current"));
    }

    @Test
    void a_room_its_subject_its_history_and_its_member_survive() throws Exception {
        MultiUserChat room =
                MultiUserChatManager.getInstanceFor(alice.connection()).getMultiUserChat(room());

        room.join(Resourcepart.from("alice"));

        assertThat(MultiUserChatManager.getInstanceFor(alice.connection())
                        .getRoomInfo(room())
                        .getSubject())
                .isEqualTo("Dinner");
        assertThat(room.getMembers())
                .extracting(member -> member.getJid().toString())
                .containsExactly("bob@localhost");
        Message said = alice.messages().nextResult(5000);
        assertThat(said).isNotNull();
        assertThat(said.getBody()).isEqualTo("who cooks?");
    }

    @Test
    void the_server_had_no_trouble_with_its_tables() throws Exception {
        assertThat(log()).doesNotContain("SQLException", "PSQLException", " ERROR ");
    }

    private static void befriend(AbstractXMPPConnection alice) throws Exception {
        Roster roster = Roster.getInstanceFor(alice);
        roster.createItemAndRequestSubscription(jid("bob"), "Bobby", new String[] {"Friends"});
        await().until(() -> roster.getEntry(jid("bob")).canSeeHisPresence());
    }

    private static void saveVCard(AbstractXMPPConnection alice) throws Exception {
        VCard card = new VCard();
        card.setNickName("Al \uD83D\uDD25");
        VCardManager.getInstanceFor(alice).saveVCard(card);
    }

    private static void savePrivateData(AbstractXMPPConnection alice) throws Exception {
        DefaultPrivateData data = new DefaultPrivateData("notes", "test:notes");
        data.setValue("color", "red");
        PrivateDataManager.getInstanceFor(alice).setPrivateData(data);
    }

    private static void savePrivacyList(AbstractXMPPConnection alice) throws Exception {
        PrivacyItem item = new PrivacyItem(PrivacyItem.Type.jid, "mallory@localhost", false, 1L);
        PrivacyListManager.getInstanceFor(alice).createPrivacyList("blocked", List.of(item));
    }

    private static void publish(AbstractXMPPConnection alice) throws Exception {
        String namespace = "http://jabber.org/protocol/pubsub";
        String form = Request.form(namespace + "#node_config", "pubsub#persist_items", "1");
        String item = "<publish node='test:mood'><item id='current'><mood xmlns='test:mood'/></item></publish>";
        BareJid account = alice.getUser().asBareJid();
        alice.sendIqRequestAndWaitForResponse(new Request(
                account, "pubsub", namespace, "<create node='test:mood'/><configure>" + form + "</configure>"));
        alice.sendIqRequestAndWaitForResponse(new Request(account, "pubsub", namespace, item));
    }

    private static void talkInARoom(AbstractXMPPConnection alice) throws Exception {
        MultiUserChat room = MultiUserChatManager.getInstanceFor(alice).getMultiUserChat(room());
        room.create(Resourcepart.from("alice"));
        for (String field : List.of("muc#roomconfig_persistentroom", "muc#roomconfig_enablelogging")) {
            String form = Request.form("http://jabber.org/protocol/muc#roomconfig", field, "1");
            alice.sendIqRequestAndWaitForResponse(
                    new Request(room(), "query", "http://jabber.org/protocol/muc#owner", form));
        }
        room.grantMembership((BareJid) jid("bob"));
        room.changeSubject("Dinner");
        room.sendMessage("who cooks?");
    }

    private static void sendToOffline(AbstractXMPPConnection alice) throws Exception {
        alice.sendStanza(alice.getStanzaFactory()
                .buildMessageStanza()
                .to(jid("bob"))
                .ofType(Message.Type.chat)
                .setBody("read me later")
                .build());
    }

    private static EntityBareJid jid(String name) throws Exception {
        return JidCreate.entityBareFrom(name + "@localhost");
    }

    private static EntityBareJid room() throws Exception {
        return JidCreate.entityBareFrom("dinner@conference.localhost");
    }

    private String log() throws Exception {
        return Files.readString(folder.resolve("logs/hearth.log"));
    }
}
