package im.hearth.engine;

import org.jivesoftware.smack.packet.IQ;
import org.jxmpp.jid.Jid;

/** An IQ of type set with content as it is written here: Smack's forms say true, which Openfire 4.2.0 takes for false. */
final class Request extends IQ {
    private final String content;

    Request(Jid to, String element, String namespace, String content) {
        super(element, namespace);
        this.content = content;
        setTo(to);
        setType(Type.set);
    }

    /** A form that is filled in, XEP-0004, with one field beside its type. */
    static String form(String formType, String field, String value) {
        return """
                <x xmlns='jabber:x:data' type='submit'>
                  <field var='FORM_TYPE'><value>%s</value></field>
                  <field var='%s'><value>%s</value></field>
                </x>""".formatted(formType, field, value);
    }

    @Override
    protected IQChildElementXmlStringBuilder getIQChildElementBuilder(IQChildElementXmlStringBuilder xml) {
        xml.rightAngleBracket();
        xml.append(content);
        return xml;
    }
}
