package im.hearth.messages;

import im.hearth.core.db.Dialect;

/**
 * Conditions that walk along an index {@code (column, id)}: the rows of one value of the column, between two ids, in the
 * order of the column and the id. Only the words differ.
 *
 * <p>PostgreSQL takes "equal" as leave to walk along the primary key instead, and to drop what does not match: quick for
 * somebody who talks all the time, a walk through the whole table for somebody who was busy a year ago. Compared as a row,
 * the index itself is the only way in that order. HSQLDB does it right by itself, and cannot compare rows.
 */
public final class IndexWalk {
    private final Dialect dialect;

    public IndexWalk(Dialect dialect) {
        this.dialect = dialect;
    }

    /**
     * The condition, without WHERE: the named parameters {@code :after} and {@code :before} are the ids between which the
     * rows are, both left out.
     *
     * @param alias of the table
     * @param column the index's column before the id
     * @param parameter the name of the value's parameter
     */
    public String between(String alias, String column, String parameter) {
        return switch (dialect) {
            case POSTGRESQL ->
                "(%1$s.%2$s, %1$s.id) > (:%3$s, :after) AND (%1$s.%2$s, %1$s.id) < (:%3$s, :before)"
                        .formatted(alias, column, parameter);
            case HSQLDB ->
                "%1$s.%2$s = :%3$s AND %1$s.id > :after AND %1$s.id < :before".formatted(alias, column, parameter);
        };
    }
}
