package im.hearth.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * The folder of an Openfire that somebody installed: {@code lib}, {@code plugins}, {@code conf}.
 *
 * @param version such as {@code 5.1.1}
 */
record OpenfireHome(Path folder, String version) {
    /** What the plugins are compared with at each build; see docs/compatibility.md. */
    static final String OLDEST = "5.1";

    /** Since 4.4 the server's jar is named after its version; before that it was openfire.jar. */
    private static final Pattern SERVER = Pattern.compile("xmppserver-([0-9]+)\\.([0-9]+)([0-9.]*).*\\.jar");

    private static final int OLDEST_MAJOR = 5;
    private static final int OLDEST_MINOR = 1;

    /**
     * Looks at a folder.
     *
     * @throws Refusal when it is not an Openfire, or one that is too old
     */
    static OpenfireHome at(Path folder) {
        Path lib = folder.resolve("lib");
        if (Files.exists(lib.resolve("openfire.jar"))) {
            throw tooOld(folder, "4.3 or older");
        }
        Matcher server = serverJar(lib).orElseThrow(() -> isNone(folder));
        if (!Files.exists(lib.resolve("startup.jar"))
                || !Files.isDirectory(folder.resolve("plugins"))
                || !Files.isDirectory(folder.resolve("conf"))) {
            throw isNone(folder);
        }
        String version = server.group(1) + "." + server.group(2) + server.group(3);
        int major = Integer.parseInt(server.group(1));
        int minor = Integer.parseInt(server.group(2));
        if (major < OLDEST_MAJOR || (major == OLDEST_MAJOR && minor < OLDEST_MINOR)) {
            throw tooOld(folder, version);
        }
        return new OpenfireHome(folder, version);
    }

    private static Optional<Matcher> serverJar(Path lib) {
        if (!Files.isDirectory(lib)) {
            return Optional.empty();
        }
        try (Stream<Path> jars = Files.list(lib)) {
            return jars.map(jar -> SERVER.matcher(String.valueOf(jar.getFileName())))
                    .filter(Matcher::matches)
                    .findFirst();
        } catch (IOException e) {
            throw new Refusal("The folder " + lib + " cannot be read: make it yours (chown, chmod).");
        }
    }

    private static Refusal isNone(Path folder) {
        return new Refusal("There is no Openfire in " + folder
                + ": --openfire-home takes the folder that has its lib, plugins and conf in it.");
    }

    private static Refusal tooOld(Path folder, String version) {
        return new Refusal("The Openfire in " + folder + " is " + version + "; Hearth needs " + OLDEST
                + " or newer: update it, or leave out --openfire-home.");
    }

    Path plugins() {
        return folder.resolve("plugins");
    }

    Path configuration() {
        return folder.resolve("conf/openfire.xml");
    }

    /** Whether somebody has set it up, or has said how it is to set itself up. */
    boolean isSetUp() {
        return text("setup").equals("true") || text("autosetup", "run").equals("true");
    }

    /** The port of its admin console; 9090 as it comes. */
    String adminPort() {
        String port = text("adminConsole", "port");
        return port.isEmpty() ? "9090" : port;
    }

    /** The text of an element of the configuration; empty where there is none. */
    private String text(String... path) {
        if (!Files.exists(configuration())) {
            return "";
        }
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            Element found =
                    factory.newDocumentBuilder().parse(configuration().toFile()).getDocumentElement();
            for (String name : path) {
                Optional<Element> child = child(found, name);
                if (child.isEmpty()) {
                    return "";
                }
                found = child.orElseThrow();
            }
            return found.getTextContent().strip();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new Refusal("The file " + configuration() + " cannot be read as XML: correct it, or put back the one"
                    + " that came with Openfire.");
        }
    }

    private static Optional<Element> child(Element parent, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }
}
