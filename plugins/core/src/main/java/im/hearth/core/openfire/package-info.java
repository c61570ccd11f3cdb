/** The only package that knows which Openfire it runs on. */
@NullMarked
package im.hearth.core.openfire;

import org.jspecify.annotations.NullMarked;
