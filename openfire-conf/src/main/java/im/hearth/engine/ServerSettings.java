package im.hearth.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The server's properties (table ofProperty), set before it starts. */
final class ServerSettings {
    private final Connection connection;

    ServerSettings(Connection connection) {
        this.connection = connection;
    }

    /** What a messenger wants of the server; an administrator may change it later. */
    static Map<String, String> messengerDefaults() {
        Map<String, String> settings = new LinkedHashMap<>();

        // Every device of an account gets every message, and its own sent ones (XEP-0280).
        settings.put("route.all-resources", "true");
        settings.put("xmpp.client.roster.active", "true");
        settings.put("stream.management.active", "true");

        // Accounts come from a phone number, by the plugin; nobody else makes one.
        settings.put("register.inband", "false");
        settings.put("xmpp.auth.anonymous", "false");
        settings.put("user.scramHashedPasswordOnly", "true");
        settings.put("sasl.mechs", "PLAIN,SCRAM-SHA-1,OAUTHBEARER");
        settings.put("sasl.scram-sha-1.iteration-count", "4096");

        // One listener for XMPP and one for the web. Federation, components, flash and the rest are off.
        settings.put("xmpp.socket.ssl.active", "false");
        settings.put("xmpp.server.socket.active", "false");
        settings.put("xmpp.server.socket.ssl.active", "false");
        settings.put("xmpp.component.socket.active", "false");
        settings.put("xmpp.component.ssl.active", "false");
        settings.put("xmpp.multiplex.socket.active", "false");
        settings.put("xmpp.multiplex.ssl.active", "false");
        settings.put("flash.crossdomain.enabled", "false");
        settings.put("xmpp.proxy.enabled", "false");
        settings.put("mediaproxy.enabled", "false");
        settings.put("multicastDNS.enabled", "false");
        settings.put("update.service-enabled", "false");
        settings.put("update.notify-admins", "false");
        settings.put("rss.enabled", "false");

        settings.put("httpbind.enabled", "true");
        settings.put("httpbind.CORS.enabled", "false");
        settings.put("xmpp.httpbind.scriptSyntax.enabled", "false");
        settings.put("httpbind.request.header.size", "16384");
        settings.put("httpbind.client.processing.threads", "64");

        // Codes are printed, not sent.
        settings.put("hearth.sms.sender", "console");
        // One laptop plays many people: what limits a network leaves out this machine, which alone gets here.
        settings.put("hearth.limits.exempt-loopback", "true");

        settings.put("xmpp.client.tls.policy", "optional");
        settings.put("xmpp.client.compression.policy", "disabled");
        // Each stanza is written by itself: Nagle's algorithm would hold the last one of a page of history back until
        // the client acknowledges those before it, which clients do 40 ms late.
        settings.put("xmpp.socket.tcp-nodelay", "true");
        // A stanza waits in its thread for the commit of the message; 64 of them share one.
        settings.put("xmpp.client.processing.threads", "64");
        // Bytes of one stanza: 64 KiB of text in which each byte is escaped to four, and room for markup.
        settings.put("xmpp.parser.buffer.size", "393216");
        // Six minutes without a byte, asked for a sign of life (XEP-0199) at half of them.
        settings.put("xmpp.client.idle", "360000");
        settings.put("xmpp.client.idle.ping", "true");
        settings.put("xmpp.session.conflict-limit", "0");

        // Messages to accounts that are offline are kept: 10 MiB an account.
        settings.put("xmpp.offline.type", "store");
        settings.put("xmpp.offline.quota", "10485760");

        settings.put("provider.auth.className", "org.jivesoftware.openfire.auth.DefaultAuthProvider");
        settings.put("provider.user.className", "org.jivesoftware.openfire.user.DefaultUserProvider");
        settings.put("provider.group.className", "org.jivesoftware.openfire.group.DefaultGroupProvider");
        settings.put("provider.vcard.className", "org.jivesoftware.openfire.vcard.DefaultVCardProvider");
        settings.put("provider.lockout.className", "org.jivesoftware.openfire.lockout.DefaultLockOutProvider");
        settings.put(
                "provider.securityAudit.className", "org.jivesoftware.openfire.security.DefaultSecurityAuditProvider");
        settings.put("provider.admin.className", "org.jivesoftware.openfire.admin.DefaultAdminProvider");
        return settings;
    }

    /** What the command line decides at each start. */
    static Map<String, String> ofStart(Options options) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("xmpp.domain", options.domain());
        settings.put("xmpp.fqdn", options.domain());
        settings.put("xmpp.socket.plain.port", Integer.toString(options.ports().xmpp()));
        settings.put("httpbind.port.plain", Integer.toString(options.ports().web()));
        settings.put("httpbind.port.secure", Integer.toString(options.ports().webTls()));
        return settings;
    }

    /** Sets these, over whatever is there. */
    void put(Map<String, String> settings) throws SQLException {
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            if (!update(setting.getKey(), setting.getValue())) {
                insert(setting.getKey(), setting.getValue());
            }
        }
    }

    /** Makes the group chat service {@code conference.DOMAIN} unless some service is there. */
    void addConferenceService() throws SQLException {
        try (PreparedStatement count = connection.prepareStatement("SELECT COUNT(*) FROM ofMucService");
                ResultSet services = count.executeQuery()) {
            if (services.next() && services.getInt(1) > 0) {
                return;
            }
        }
        execute("INSERT INTO ofMucService (serviceID, subdomain, isHidden) VALUES (1, 'conference', 0)");
        // The next number of the sequence of services, JiveConstants.MUC_SERVICE.
        execute("INSERT INTO ofID (idType, id) VALUES (26, 2)");
    }

    private boolean update(String name, String value) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE ofProperty SET propValue=?, encrypted=0 WHERE name=?")) {
            statement.setString(1, value);
            statement.setString(2, name);
            return statement.executeUpdate() > 0;
        }
    }

    private void insert(String name, String value) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO ofProperty (name, propValue, encrypted) VALUES (?, ?, 0)")) {
            statement.setString(1, name);
            statement.setString(2, value);
            statement.executeUpdate();
        }
    }

    private void execute(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.executeUpdate();
        }
    }
}
