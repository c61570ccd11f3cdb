package im.hearth.messages.mam;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import im.hearth.messages.mam.Preferences.Fallback;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.dom4j.Element;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * The XMPP door to what somebody wants in their archive, <a href="https://xmpp.org/extensions/xep-0441.html">XEP-0441</a>,
 * section 2. It shares its namespace with the door to the archive itself, which gets all other requests.
 */
public final class PreferenceStanzas {
    /** How many JIDs each list may have. */
    static final int LONGEST = 500;

    private static final String PREFS = "prefs";

    private final ArchivePreferences preferences;
    private final MamStanzas archive;

    public PreferenceStanzas(ArchivePreferences preferences, MamStanzas archive) {
        this.preferences = preferences;
        this.archive = archive;
    }

    /** Serves a request of the archive's namespace. */
    public IQ serve(IQ request) {
        Element payload = request.getChildElement();
        if (!PREFS.equals(payload.getName())) {
            return archive.serve(request);
        }
        String owner = archive.owner(request);
        if (request.getType() == IQ.Type.set) {
            preferences.set(owner, read(payload));
        }
        return answer(request, preferences.of(owner));
    }

    private static Preferences read(Element prefs) {
        return new Preferences(
                fallback(prefs.attributeValue("default")), jids(prefs.element("always")), jids(prefs.element("never")));
    }

    private static Fallback fallback(@Nullable String text) {
        for (Fallback fallback : Fallback.values()) {
            if (word(fallback).equals(text)) {
                return fallback;
            }
        }
        throw Problem.of(Kind.BAD_REQUEST, "default is always, never or roster.");
    }

    private static List<String> jids(@Nullable Element list) {
        Set<String> jids = new LinkedHashSet<>();
        if (list != null) {
            for (Element jid : list.elements("jid")) {
                try {
                    jids.add(bare(jid.getTextTrim()));
                } catch (IllegalArgumentException e) {
                    throw Problem.of(Kind.BAD_REQUEST, "A list has something that is not a JID.");
                }
            }
        }
        if (jids.size() > LONGEST) {
            throw Problem.of(Kind.NOT_ACCEPTABLE, "A list may have at most " + LONGEST + " JIDs.");
        }
        return List.copyOf(jids);
    }

    private static String bare(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("empty");
        }
        return new JID(text).toBareJID();
    }

    private static IQ answer(IQ request, Preferences preferences) {
        IQ answer = IQ.createResultIQ(request);
        Element prefs = answer.setChildElement(PREFS, MamStanzas.NAMESPACE);
        prefs.addAttribute("default", word(preferences.fallback()));
        list(prefs.addElement("always"), preferences.always());
        list(prefs.addElement("never"), preferences.never());
        return answer;
    }

    private static void list(Element list, List<String> jids) {
        jids.forEach(jid -> list.addElement("jid").setText(jid));
    }

    private static String word(Fallback fallback) {
        return fallback.name().toLowerCase(Locale.ROOT);
    }
}
