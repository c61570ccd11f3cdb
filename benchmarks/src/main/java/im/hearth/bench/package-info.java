/** Benchmarks: what Hearth costs, measured beside the bare engine in one run. */
@NullMarked
package im.hearth.bench;

import org.jspecify.annotations.NullMarked;
