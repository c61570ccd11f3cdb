package im.hearth.core.stanza;

import java.util.Optional;
import org.xmpp.packet.IQ;

/** Serves requests (IQ get and set) of this server's clients to addresses that something else of the server serves. */
public interface RequestDoor {
    /**
     * Whether the request may be for this door; quick, by what the request says alone.
     *
     * @param request with a payload; without {@code to} it is for the sender's own account
     */
    boolean wants(IQ request);

    /**
     * Serves the request.
     *
     * @return its result; empty to leave it to the server after all
     * @throws im.hearth.core.problem.Problem for an error
     */
    Optional<IQ> serve(IQ request);
}
