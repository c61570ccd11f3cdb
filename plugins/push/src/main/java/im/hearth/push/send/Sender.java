package im.hearth.push.send;

/** Sends to the devices of one kind, through its provider. */
public interface Sender {
    /**
     * Sends, and waits for what the provider says, for 30 s at most: after a minute the queue takes whoever sends for dead. Called
     * by the queue's workers, several at once. Never throws for what a provider or a network does: that is a {@link Receipt}.
     */
    Receipt send(Target target, Alert alert);
}
