/** What message stanzas say: one class for each extension, named after its specification. */
@NullMarked
package im.hearth.messages.stanza;

import org.jspecify.annotations.NullMarked;
