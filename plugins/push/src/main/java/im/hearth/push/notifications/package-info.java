/** What happened to people while they were away. */
@NullMarked
package im.hearth.push.notifications;

import org.jspecify.annotations.NullMarked;
