package im.hearth.phoneauth;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.log4j.AppenderSkeleton;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;
import org.apache.log4j.spi.LoggingEvent;

/** What is logged, with the stack traces, while it is open. */
public final class LogLines extends AppenderSkeleton implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    public LogLines() {
        Logger.getRootLogger().addAppender(this);
    }

    public List<String> all() {
        return List.copyOf(lines);
    }

    /** The errors. */
    public List<String> errors() {
        return lines.stream()
                .filter(line -> line.startsWith(Level.ERROR.toString()))
                .toList();
    }

    @Override
    protected void append(LoggingEvent event) {
        String[] trace = event.getThrowableStrRep();
        lines.add(
                event.getLevel() + " " + event.getRenderedMessage() + (trace == null ? "" : String.join("\n", trace)));
    }

    @Override
    public boolean requiresLayout() {
        return false;
    }

    @Override
    public void close() {
        Logger.getRootLogger().removeAppender(this);
    }
}
