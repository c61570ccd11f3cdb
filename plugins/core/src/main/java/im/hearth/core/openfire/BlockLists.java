package im.hearth.core.openfire;

import im.hearth.core.plugin.Registration;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.privacy.PrivacyList;
import org.jivesoftware.openfire.privacy.PrivacyListEventListener;
import org.jivesoftware.openfire.privacy.PrivacyListManager;
import org.jivesoftware.openfire.privacy.PrivacyListProvider;
import org.jivesoftware.openfire.session.ClientSession;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * Whom people block: the JIDs that their default privacy list denies (XEP-0191, section 5). 5.x keeps the blocks of its own
 * XEP-0191 there, under the same name; 4.2 has no XEP-0191, but heeds the list.
 */
public class BlockLists {
    private static final String NAMESPACE = "jabber:iq:privacy";
    private static final String LIST = "blocklist";

    private final SessionManager sessions;

    /** Sessions that asked for the list, where the server does not note it. */
    private final Set<ClientSession> watching =
            Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

    public BlockLists(SessionManager sessions) {
        this.sessions = sessions;
    }

    /** Whether the server itself serves XEP-0191. */
    public boolean isServed() {
        try {
            Class.forName(
                    "org.jivesoftware.openfire.handler.IQBlockingHandler",
                    false,
                    PrivacyListManager.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Whom somebody blocks: JIDs, mostly bare ones. */
    public Set<String> of(String username) {
        return blocked(PrivacyListManager.getInstance().getDefaultPrivacyList(username));
    }

    /** Blocks these JIDs too. */
    public synchronized void add(String username, Collection<String> jids) {
        PrivacyList list = PrivacyListManager.getInstance().getDefaultPrivacyList(username);
        if (list == null) {
            list = makeDefault(username);
        }
        Set<String> known = blocked(list);
        Element changed = list.asElement();
        List<Element> items = new ArrayList<>();
        for (String jid : new LinkedHashSet<>(jids)) {
            if (!known.contains(jid)) {
                items.add(DocumentHelper.createElement(QName.get("item", NAMESPACE))
                        .addAttribute("type", "jid")
                        .addAttribute("value", jid)
                        .addAttribute("action", "deny"));
            }
        }
        // What is denied comes before what other rules may allow.
        changed.elements().addAll(0, items);
        save(username, list, changed);
    }

    /** Blocks these JIDs no more. */
    public synchronized void remove(String username, Collection<String> jids) {
        PrivacyList list = PrivacyListManager.getInstance().getDefaultPrivacyList(username);
        if (list == null) {
            return;
        }
        Element changed = list.asElement();
        for (Element item : List.copyOf(changed.elements("item"))) {
            if (isBlock(item) && jids.contains(jid(item))) {
                changed.remove(item);
            }
        }
        save(username, list, changed);
    }

    /** Deletes all privacy lists of somebody who has left: 4.2 would keep them. */
    public synchronized void forget(String username) {
        PrivacyListManager.getInstance().deletePrivacyLists(username);
    }

    private PrivacyList makeDefault(String username) {
        PrivacyListManager manager = PrivacyListManager.getInstance();
        PrivacyList list = manager.getPrivacyList(username, LIST);
        if (list == null) {
            Element empty = DocumentHelper.createElement(QName.get("list", NAMESPACE));
            list = manager.createPrivacyList(username, LIST, empty.addAttribute("name", LIST));
        }
        manager.changeDefaultList(username, list, null);
        return list;
    }

    private void save(String username, PrivacyList list, Element changed) {
        int order = 0;
        for (Element item : changed.elements()) {
            item.addAttribute("order", String.valueOf(order++));
        }
        list.updateList(changed);
        // The server may hold the list once as the default one and once by its name, which is what sessions go by.
        PrivacyList named = PrivacyListManager.getInstance().getPrivacyList(username, list.getName());
        if (named != null) {
            named.updateList(changed);
        }
        PrivacyListProvider.getInstance().updatePrivacyList(username, list);
        for (ClientSession session : sessions.getSessions(username)) {
            session.setDefaultList(list);
        }
    }

    /** Notes that a resource asked for the list, so that it hears of changes (XEP-0191, section 3.2). */
    public void watch(JID resource) {
        ClientSession session = sessions.getSession(resource);
        if (session != null) {
            watching.add(session);
        }
    }

    /** The resources of a person that asked for the list. */
    public List<JID> watchers(String username) {
        List<JID> watchers = new ArrayList<>();
        for (ClientSession session : sessions.getSessions(username)) {
            if (watching.contains(session) || hasAsked(session)) {
                watchers.add(session.getAddress());
            }
        }
        return watchers;
    }

    /** What 5.x knows of it; 4.2 has no such method. */
    private static boolean hasAsked(ClientSession session) {
        try {
            Method asked = ClientSession.class.getMethod("hasRequestedBlocklist");
            return Boolean.TRUE.equals(asked.invoke(session));
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /**
     * Tells whose lists the server has read or changed on this node, whoever changed them. It is told in the middle of it:
     * ask for the list later, from another thread.
     */
    public Registration listen(Consumer<String> listener) {
        PrivacyListEventListener events = new PrivacyListEventListener() {
            @Override
            public void privacyListCreated(PrivacyList list) {}

            @Override
            public void privacyListDeleting(String name) {
                // The server does not say whose list it is; it refuses while another session uses it.
            }

            @Override
            public void privacyListModified(PrivacyList list) {
                listener.accept(list.getUserJID().getNode());
            }
        };
        PrivacyListManager.getInstance().addListener(events);
        return () -> PrivacyListManager.getInstance().removeListener(events);
    }

    private static Set<String> blocked(@Nullable PrivacyList list) {
        Set<String> blocked = new LinkedHashSet<>();
        if (list != null && list.isDefault()) {
            for (Element item : list.asElement().elements("item")) {
                if (isBlock(item)) {
                    blocked.add(jid(item));
                }
            }
        }
        return blocked;
    }

    /** Denies a JID, all of it or its messages at least: what 0016 denies of presence alone blocks nobody. */
    private static boolean isBlock(Element item) {
        return "jid".equals(item.attributeValue("type"))
                && "deny".equals(item.attributeValue("action"))
                && (item.elements().isEmpty() || item.element("message") != null);
    }

    private static String jid(Element item) {
        return new JID(item.attributeValue("value")).toString();
    }
}
