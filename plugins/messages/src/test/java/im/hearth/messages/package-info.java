@NullMarked
package im.hearth.messages;

import org.jspecify.annotations.NullMarked;
