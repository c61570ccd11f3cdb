/** What stands between the queue and the providers of push services. */
@NullMarked
package im.hearth.push.send;

import org.jspecify.annotations.NullMarked;
