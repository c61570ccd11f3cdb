/** The mount on the public web port. */
@NullMarked
package im.hearth.core.web;

import org.jspecify.annotations.NullMarked;
