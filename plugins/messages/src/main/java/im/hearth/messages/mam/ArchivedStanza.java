package im.hearth.messages.mam;

/**
 * A stanza of somebody's archive.
 *
 * @param id see {@link im.hearth.messages.MessageId}
 * @param xml as it is archived
 */
record ArchivedStanza(long id, String xml) {}
