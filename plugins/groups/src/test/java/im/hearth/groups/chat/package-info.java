@NullMarked
package im.hearth.groups.chat;

import org.jspecify.annotations.NullMarked;
