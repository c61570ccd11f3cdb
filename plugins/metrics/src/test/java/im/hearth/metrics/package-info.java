/** What happens here, counted for Prometheus. */
@NullMarked
package im.hearth.metrics;

import org.jspecify.annotations.NullMarked;
