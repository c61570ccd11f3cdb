/** The database: transactions, and what happens when it is away. */
@NullMarked
package im.hearth.core.db;

import org.jspecify.annotations.NullMarked;
