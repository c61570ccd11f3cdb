/** What is said, in chats and in groups, as far as features that hang on it must know: reactions, polls, places. */
@NullMarked
package im.hearth.core.talk;

import org.jspecify.annotations.NullMarked;
