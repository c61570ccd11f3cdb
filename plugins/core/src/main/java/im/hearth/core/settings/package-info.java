/** What an operator can set, and the secrets that are kept encrypted. */
@NullMarked
package im.hearth.core.settings;

import org.jspecify.annotations.NullMarked;
