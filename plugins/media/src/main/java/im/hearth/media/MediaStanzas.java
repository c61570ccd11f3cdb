package im.hearth.media;

import im.hearth.core.openfire.Components;
import im.hearth.core.openfire.ServerUsers;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.dom4j.Element;
import org.dom4j.QName;
import org.xmpp.forms.DataForm;
import org.xmpp.forms.FormField;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/** The XMPP door for files: HTTP File Upload, <a href="https://xmpp.org/extensions/xep-0363.html">XEP-0363</a>. */
public final class MediaStanzas implements Components.Description {
    public static final String NAMESPACE = "urn:xmpp:http:upload:0";

    private final Slots slots;
    private final ServerUsers users;
    private final String domain;
    private final Clock clock;

    MediaStanzas(Slots slots, ServerUsers users, String domain, Clock clock) {
        this.slots = slots;
        this.users = users;
        this.domain = domain;
        this.clock = clock;
    }

    @Override
    public String category() {
        return "store";
    }

    @Override
    public String type() {
        return "file";
    }

    @Override
    public String name() {
        return "File upload";
    }

    @Override
    public List<String> features() {
        return List.of(NAMESPACE);
    }

    /** Section 4: how large a file may be. */
    @Override
    public List<DataForm> forms() {
        DataForm form = new DataForm(DataForm.Type.result);
        form.addField("FORM_TYPE", null, FormField.Type.hidden).addValue(NAMESPACE);
        form.addField("max-file-size", null, null).addValue(Long.toString(slots.maxSize()));
        return List.of(form);
    }

    /** Serves a request for a slot (section 5). */
    public IQ serve(IQ request) {
        Element child = request.getChildElement();
        if (child == null || !child.getQName().equals(QName.get("request", NAMESPACE))) {
            return error(request, new PacketError(PacketError.Condition.service_unavailable));
        }
        if (request.getType() != IQ.Type.get) {
            throw Problem.of(Kind.BAD_REQUEST, "Ask for a slot with an IQ of the type get.");
        }
        JID from = request.getFrom();
        if (!domain.equals(from.getDomain()) || from.getNode() == null || !users.exists(from.getNode())) {
            throw Problem.forbidden("Only people of this server upload files here.");
        }
        String name = child.attributeValue("filename");
        if (name == null || name.isBlank()) {
            throw Problem.of(Kind.BAD_REQUEST, "Name the file: the attribute filename is missing.");
        }
        try {
            return slot(request, slots.open(from.getNode(), name, size(child), child.attributeValue("content-type")));
        } catch (Problem problem) {
            return refusal(request, problem);
        }
    }

    private static long size(Element child) {
        String size = child.attributeValue("size", "");
        if (!size.matches("0*[1-9][0-9]{0,18}")) {
            throw Problem.of(Kind.BAD_REQUEST, "Say how many bytes the file has: the attribute size is not a number.");
        }
        return size.length() > 18 ? Long.MAX_VALUE : Long.parseLong(size);
    }

    private static IQ slot(IQ request, Slots.Granted granted) {
        IQ reply = IQ.createResultIQ(request);
        Element slot = reply.setChildElement("slot", NAMESPACE);
        slot.addElement("put").addAttribute("url", granted.put());
        slot.addElement("get").addAttribute("url", granted.get());
        return reply;
    }

    /** Section 5.1: too large, too much, or another reason. */
    private IQ refusal(IQ request, Problem problem) {
        PacketError error =
                switch (problem.kind()) {
                    case TOO_LARGE -> tooLarge(problem);
                    case TOO_OFTEN -> tooMany(problem);
                    case FORBIDDEN ->
                        new PacketError(
                                PacketError.Condition.resource_constraint, PacketError.Type.wait, problem.detail());
                    default -> problem.kind().stanzaError(problem.detail());
                };
        return error(request, error);
    }

    private PacketError tooLarge(Problem problem) {
        PacketError error =
                new PacketError(PacketError.Condition.not_acceptable, PacketError.Type.modify, problem.detail());
        error.getElement()
                .addElement(QName.get("file-too-large", NAMESPACE))
                .addElement(QName.get("max-file-size", NAMESPACE))
                .setText(Long.toString(slots.maxSize()));
        return error;
    }

    private PacketError tooMany(Problem problem) {
        PacketError error =
                new PacketError(PacketError.Condition.resource_constraint, PacketError.Type.wait, problem.detail());
        problem.retryAfter().ifPresent(time -> error.getElement()
                .addElement(QName.get("retry", NAMESPACE))
                .addAttribute(
                        "stamp",
                        clock.instant()
                                .plus(time)
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString()));
        return error;
    }

    private static IQ error(IQ request, PacketError error) {
        IQ reply = IQ.createResultIQ(request);
        if (request.getChildElement() != null) {
            reply.setChildElement(request.getChildElement().createCopy());
        }
        reply.setError(error);
        return reply;
    }
}
