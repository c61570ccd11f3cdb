@NullMarked
package im.hearth.messages.conversations;

import org.jspecify.annotations.NullMarked;
