package im.hearth.people.profiles;

import im.hearth.core.media.Portraits.Portrait;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jspecify.annotations.Nullable;

/**
 * What a vCard (<a href="https://xmpp.org/extensions/xep-0054.html">XEP-0054</a>) says of what a profile holds. Whatever else
 * is in it stays as it is.
 */
final class Card {
    static final String NAMESPACE = "vcard-temp";

    private static final QName CARD = QName.get("vCard", NAMESPACE);

    private final Element element;

    /**
     * A card.
     *
     * @param element a vCard that nobody else changes
     */
    Card(Element element) {
        this.element = element;
    }

    static Card empty() {
        return new Card(DocumentHelper.createElement(CARD));
    }

    Element element() {
        return element;
    }

    /** What the person is called: the nickname, or else the full name; null for neither. */
    @Nullable String name() {
        String nickname = text("NICKNAME");
        return nickname == null ? text("FN") : nickname;
    }

    /** The person's own words; null for none. */
    @Nullable String bio() {
        return text("DESC");
    }

    /** The picture, unchecked; null for none. A photo that is only an address is none of ours. */
    @Nullable Portrait picture() {
        Element photo = child("PHOTO");
        Element binary = photo == null ? null : child(photo, "BINVAL");
        String content = binary == null ? "" : binary.getText().replaceAll("\\s", "");
        if (photo == null || content.isEmpty()) {
            return null;
        }
        Element type = child(photo, "TYPE");
        String named = type == null ? "" : type.getTextTrim();
        return new Portrait(content, named.startsWith("image/") ? named : "image/jpeg");
    }

    void setName(@Nullable String name) {
        set("FN", name);
        set("NICKNAME", name);
    }

    void setBio(@Nullable String bio) {
        set("DESC", bio);
    }

    void setPicture(@Nullable Portrait picture) {
        remove("PHOTO");
        if (picture != null) {
            Element photo = element.addElement(QName.get("PHOTO", NAMESPACE));
            photo.addElement(QName.get("TYPE", NAMESPACE)).setText(picture.mimeType());
            photo.addElement(QName.get("BINVAL", NAMESPACE)).setText(picture.content());
        }
    }

    /** The SHA-1 of a picture in hexadecimal digits, its name in XEP-0084 and XEP-0153; null for what is not Base64. */
    static @Nullable String hash(Portrait picture) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(digest.digest(Base64.getDecoder().decode(picture.content())));
        } catch (IllegalArgumentException e) {
            return null;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java lacks SHA-1", e);
        }
    }

    private @Nullable String text(String name) {
        Element child = child(name);
        String text = child == null ? "" : child.getText().strip();
        return text.isEmpty() ? null : text;
    }

    private void set(String name, @Nullable String text) {
        remove(name);
        if (text != null) {
            element.addElement(QName.get(name, NAMESPACE)).setText(text);
        }
    }

    private void remove(String name) {
        for (Element child = child(name); child != null; child = child(name)) {
            child.detach();
        }
    }

    private @Nullable Element child(String name) {
        return child(element, name);
    }

    /** By name alone: what the server gives back, and what clients send, does not always say the namespace. */
    private static @Nullable Element child(Element parent, String name) {
        return parent.elements().stream()
                .filter(child -> child.getName().equals(name))
                .findFirst()
                .orElse(null);
    }
}
