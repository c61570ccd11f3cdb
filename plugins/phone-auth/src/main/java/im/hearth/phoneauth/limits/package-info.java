/** How often what may happen, counted in the database. */
@NullMarked
package im.hearth.phoneauth.limits;

import org.jspecify.annotations.NullMarked;
