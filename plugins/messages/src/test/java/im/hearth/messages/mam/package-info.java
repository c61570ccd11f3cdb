@NullMarked
package im.hearth.messages.mam;

import org.jspecify.annotations.NullMarked;
