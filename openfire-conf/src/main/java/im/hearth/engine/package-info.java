/** Starts an Openfire 4.2.0 in this process, on a data folder, with Hearth's defaults and plugins. */
@NullMarked
package im.hearth.engine;

import org.jspecify.annotations.NullMarked;
