package im.hearth.core.events;

/** A fact that has been committed. Implementations are records named in the past tense: {@code MessageSent}. */
public interface Event {}
