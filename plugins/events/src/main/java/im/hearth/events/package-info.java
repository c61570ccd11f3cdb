/** Streams of what happens to a person: Server-Sent Events and WebSockets. */
@NullMarked
package im.hearth.events;

import org.jspecify.annotations.NullMarked;
