/** What is said in groups: on the archive of plugins/messages, in which a room is a conversation. */
@NullMarked
package im.hearth.groups.chat;

import org.jspecify.annotations.NullMarked;
