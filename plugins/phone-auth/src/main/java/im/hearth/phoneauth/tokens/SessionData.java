package im.hearth.phoneauth.tokens;

import im.hearth.core.export.Copy;
import im.hearth.core.export.PersonalData;
import java.io.IOException;

/** Where a person is logged in, for that person. */
public final class SessionData implements PersonalData {
    private final Sessions sessions;

    public SessionData(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void write(String username, Copy copy) throws IOException {
        copy.list("sessions.json", after -> sessions.list(username, after, Copy.PAGE)
                .map(session -> SessionView.of(session, "")));
    }
}
