/** Rooms as groups: who is in them and may do what, kept in step with the server's rooms, and the doors to them. */
@NullMarked
package im.hearth.groups;

import org.jspecify.annotations.NullMarked;
