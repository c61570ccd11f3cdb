/** What stanzas of groups say: one class for each extension, named after its specification. */
@NullMarked
package im.hearth.groups.stanza;

import org.jspecify.annotations.NullMarked;
