package im.hearth.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;

/**
 * The configuration of an Openfire that was never set up, by which it sets itself up at its next start: the element
 * {@code autosetup} and, beside it, server properties, which it moves into its database.
 */
final class AutoSetup {
    /** As many as the embedded engine takes ({@link ConnectionPool}). */
    private static final int CONNECTIONS = 50;

    private final Options options;
    private final Path embedded;
    private final String adminPassword;

    /** @param embedded the folder of the database where the options name none */
    AutoSetup(Options options, Path embedded, String adminPassword) {
        this.options = options;
        this.embedded = embedded;
        this.adminPassword = adminPassword;
    }

    /** Writes it; only its owner can read it, for it holds passwords until the server has read it. */
    void write(Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(part, xml());
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    String xml() {
        Branch root = new Branch();
        root.put("locale", "en");
        root.put("network.interface", "127.0.0.1");
        root.put("adminConsole.port", Integer.toString(options.ports().admin()));
        root.put("adminConsole.securePort", "-1");
        root.put("adminConsole.interface", "127.0.0.1");

        ServerSettings.messengerDefaults().forEach(root::put);
        ServerSettings.ofStart(options).forEach(root::put);

        root.put("autosetup.run", "true");
        root.put("autosetup.locale", "en");
        root.put("autosetup.encryption.algorithm", "AES");
        root.put("autosetup.xmpp.domain", options.domain());
        root.put("autosetup.xmpp.fqdn", options.domain());
        root.put("autosetup.xmpp.auth.anonymous", "false");
        root.put("autosetup.xmpp.socket.ssl.active", "false");
        root.put("autosetup.authprovider.mode", "default");
        root.put("autosetup.admin.email", AdminAccount.NAME + "@" + options.domain());
        root.put("autosetup.admin.password", adminPassword);
        putDatabase(root, options.db().orElseGet(() -> DatabaseAddress.hsqldb(embedded)));
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        root.write("jive", "", xml);
        return xml.toString();
    }

    /** HSQLDB too: by its own provider writers would wait for each other by table, and fail now and then. */
    private static void putDatabase(Branch root, DatabaseAddress address) {
        root.put("connectionProvider.className", "org.jivesoftware.database.DefaultConnectionProvider");
        root.put("autosetup.database.mode", "standard");
        root.put("autosetup.database.defaultProvider.driver", address.kind().driver());
        root.put("autosetup.database.defaultProvider.serverURL", address.jdbcUrl());
        root.put("autosetup.database.defaultProvider.username", address.user());
        root.put("autosetup.database.defaultProvider.password", address.password());
        root.put("autosetup.database.defaultProvider.minConnections", "8");
        root.put("autosetup.database.defaultProvider.maxConnections", Integer.toString(CONNECTIONS));
        root.put("autosetup.database.defaultProvider.connectionTimeout", "1.0");
    }

    /** An element: the property {@code a.b} is the text of b in a. */
    private static final class Branch {
        private final Map<String, Branch> children = new TreeMap<>();
        private String text = "";

        void put(String name, String value) {
            int dot = name.indexOf('.');
            if (dot < 0) {
                children.computeIfAbsent(name, absent -> new Branch()).text = value;
            } else {
                children.computeIfAbsent(name.substring(0, dot), absent -> new Branch())
                        .put(name.substring(dot + 1), value);
            }
        }

        void write(String name, String indent, StringBuilder xml) {
            xml.append(indent).append('<').append(name).append('>').append(escape(text));
            if (!children.isEmpty()) {
                xml.append('\n');
                children.forEach((child, branch) -> branch.write(child, indent + "  ", xml));
                xml.append(indent);
            }
            xml.append("</").append(name).append(">\n");
        }

        private static String escape(String text) {
            return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }
    }
}
