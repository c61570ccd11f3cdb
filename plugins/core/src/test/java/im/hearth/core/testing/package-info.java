/** What the tests of all plugins stand on: a real database in memory, a clock that stands still, a server's users. */
@NullMarked
package im.hearth.core.testing;

import org.jspecify.annotations.NullMarked;
