/** Ad-hoc commands (XEP-0050) of the server and of everybody's own account. */
@NullMarked
package im.hearth.core.commands;

import org.jspecify.annotations.NullMarked;
