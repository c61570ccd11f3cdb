/** The REST host: whatever surrounds a feature's resources on their way from and to the wire. */
@NullMarked
package im.hearth.rest;

import org.jspecify.annotations.NullMarked;
