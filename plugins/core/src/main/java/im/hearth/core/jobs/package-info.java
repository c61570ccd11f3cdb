/** Work that is done now and again, on one node. */
@NullMarked
package im.hearth.core.jobs;

import org.jspecify.annotations.NullMarked;
