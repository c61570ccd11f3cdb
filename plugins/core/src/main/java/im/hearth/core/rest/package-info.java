/** What a feature plugin brings to the REST door. */
@NullMarked
package im.hearth.core.rest;

import org.jspecify.annotations.NullMarked;
