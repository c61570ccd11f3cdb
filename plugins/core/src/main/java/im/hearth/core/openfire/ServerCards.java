package im.hearth.core.openfire;

import im.hearth.core.plugin.Registration;
import im.hearth.core.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.dom4j.Element;
import org.jivesoftware.openfire.vcard.VCardEventDispatcher;
import org.jivesoftware.openfire.vcard.VCardListener;
import org.jivesoftware.openfire.vcard.VCardManager;
import org.jivesoftware.util.JiveGlobals;

/** The vCards of people (XEP-0054), which the server keeps. */
public class ServerCards {
    /** 5.x keeps vCards and avatars of personal eventing in step by itself (XEP-0398); 4.2 does not. */
    private static final String CONVERSION = "org.jivesoftware.openfire.vcard.xep0398.UserAvatarToVCardConvertor";

    private final boolean converting;

    public ServerCards() {
        converting = hasConversion();
    }

    private static boolean hasConversion() {
        try {
            Class.forName(CONVERSION, false, VCardManager.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /**
     * Keeps the server from making photos smaller, to 96 pixels, when it reads a vCard from the database: until the next
     * restart clients would be told of another picture than after it. An operator who has decided already is obeyed.
     */
    public void keepPhotos() {
        for (String property : List.of("avatar.resize.enable-on-load", "avatar.resize.enable-on-create")) {
            if (JiveGlobals.getProperty(property) == null) {
                JiveGlobals.setProperty(property, "false");
            }
        }
    }

    /** Whether the server turns the photo of a vCard into an avatar (XEP-0084), and says its hash in presence, itself. */
    public boolean isConverting() {
        return converting;
    }

    /** A copy of somebody's vCard; empty for none. */
    public Optional<Element> find(String username) {
        return Optional.ofNullable(VCardManager.getInstance().getVCard(username));
    }

    /** Keeps a vCard instead of the one that somebody had. */
    public void set(String username, Element card) {
        try {
            VCardManager.getInstance().setVCard(username, card);
        } catch (Exception e) {
            throw Problem.unavailable("cards-away", "The profile cannot be stored now. Try again later.", e);
        }
    }

    /** Tells whose vCard is another one now, whoever changed it on this node, in the thread that did. */
    public Registration onChange(BiConsumer<String, Element> listener) {
        VCardListener events = new VCardListener() {
            @Override
            public void vCardCreated(String username, Element card) {
                listener.accept(username, card);
            }

            @Override
            public void vCardUpdated(String username, Element card) {
                listener.accept(username, card);
            }

            @Override
            public void vCardDeleted(String username, Element card) {
                // With the user, who is forgotten altogether.
            }
        };
        VCardEventDispatcher.addListener(events);
        return () -> VCardEventDispatcher.removeListener(events);
    }
}
