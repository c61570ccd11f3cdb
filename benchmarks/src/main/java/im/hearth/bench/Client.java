package im.hearth.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An XMPP client that does as little as can be: PLAIN, bind, presence, messages. A full library would cost more than the
 * server that it measures. It reads and writes on one socket, from one thread.
 */
final class Client implements AutoCloseable {
    private static final int READ_LIMIT_MILLIS = 30_000;

    private static final Pattern MESSAGE_ID = Pattern.compile("<message [^>]*?\\bid=\"([^\"]*)\"");

    private final String domain;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[16 * 1024];
    private final StringBuilder pending = new StringBuilder();

    private Client(String domain, Socket socket) throws IOException {
        this.domain = domain;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    static Client login(int port, String domain, String username, String password) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_LIMIT_MILLIS);
        Client client = new Client(domain, socket);
        client.open();
        byte[] plain = ("\0" + username + "\0" + password).getBytes(StandardCharsets.UTF_8);
        client.write("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
                + Base64.getEncoder().encodeToString(plain) + "</auth>");
        client.await("<success");
        client.open();
        client.write("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                + "<resource>bench</resource></bind></iq>");
        client.await("</iq>");
        client.write("<iq type='set' id='s'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq><presence/>");
        client.await("id=\"s\"");
        return client;
    }

    private void open() throws IOException {
        pending.setLength(0);
        write("<?xml version='1.0'?><stream:stream to='" + domain
                + "' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>");
        await("</stream:features>");
    }

    void send(String to, String id, String body) throws IOException {
        write("<message type='chat' to='" + to + "' id='" + id + "'><body>" + body + "</body></message>");
    }

    /** Enters a room (XEP-0045, section 7.2), without its history; the other occupants are not told apart. */
    void join(String room, String nickname) throws IOException {
        write("<presence to='" + room + "/" + nickname
                + "'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>");
        // Section 7.2.2: one's own presence comes last.
        String presence = await("</presence>");
        while (!presence.contains("code=\"110\"")) {
            if (presence.contains("type=\"error\"")) {
                throw new IOException("refused: " + presence);
            }
            presence = await("</presence>");
        }
    }

    /** Says something to everybody in a room. */
    void say(String room, String id, String body) throws IOException {
        write("<message type='groupchat' to='" + room + "' id='" + id + "'><body>" + body + "</body></message>");
    }

    /** Reads until a message with a body has come; answers its id. */
    String nextBodyId() throws IOException {
        while (true) {
            String stanza = await("</message>");
            if (stanza.contains("type=\"error\"")) {
                throw new IOException("refused: " + stanza);
            }
            Matcher id = MESSAGE_ID.matcher(stanza);
            if (stanza.contains("<body>") && id.find()) {
                return id.group(1);
            }
        }
    }

    /** Sends a request and reads until its result; answers all that came until then, with the result. */
    String request(String type, String to, String id, String payload) throws IOException {
        write("<iq type='" + type + "' id='" + id + "'" + (to.isEmpty() ? "" : " to='" + to + "'") + ">" + payload
                + "</iq>");
        StringBuilder came = new StringBuilder();
        do {
            came.append(await("</iq>"));
        } while (came.indexOf("id=\"" + id + "\"") < 0);
        if (came.indexOf("type=\"error\"") >= 0) {
            throw new IOException("refused: " + came);
        }
        return came.toString();
    }

    /** Reads until the message of that id has come whole; others, sent while this client was away, are passed over. */
    void awaitMessage(String id) throws IOException {
        String mark = "id=\"" + id + "\"";
        while (true) {
            String stanza = await("</message>");
            if (stanza.contains(mark) && stanza.contains("<body>")) {
                return;
            }
            if (stanza.contains("type=\"error\"")) {
                throw new IOException("refused: " + stanza);
            }
        }
    }

    /** Reads whatever comes, and drops it, until somebody ends the stream. */
    void drain() {
        try {
            while (in.read(buffer) >= 0) {
                // Nobody wants to know.
            }
        } catch (IOException closed) {
            // The same as its end.
        }
    }

    private void write(String xml) throws IOException {
        out.write(xml.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Reads until the text has come; answers what stands before and in it, and keeps what stands after it. */
    private String await(String text) throws IOException {
        int from = 0;
        while (true) {
            int at = pending.indexOf(text, from);
            if (at >= 0) {
                String before = pending.substring(0, at + text.length());
                pending.delete(0, at + text.length());
                return before;
            }
            from = Math.max(0, pending.length() - text.length());
            int count = in.read(buffer);
            if (count < 0) {
                throw new IOException("the server closed the stream: " + pending);
            }
            // ISO 8859-1 keeps bytes as they are; what is looked for is ASCII.
            pending.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        }
    }

    @Override
    public void close() throws IOException {
        write("</stream:stream>");
        socket.close();
    }
}
