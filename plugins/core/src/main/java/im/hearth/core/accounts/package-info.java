/** Who is here: username, phone number, name. */
@NullMarked
package im.hearth.core.accounts;

import org.jspecify.annotations.NullMarked;
