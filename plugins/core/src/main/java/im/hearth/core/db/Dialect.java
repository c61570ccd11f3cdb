package im.hearth.core.db;

/** The databases that Hearth runs on. */
public enum Dialect {
    HSQLDB,
    POSTGRESQL
}
