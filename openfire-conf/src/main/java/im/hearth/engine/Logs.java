package im.hearth.engine;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.log4j.Appender;
import org.apache.log4j.AppenderSkeleton;
import org.apache.log4j.Layout;
import org.apache.log4j.Level;
import org.apache.log4j.LogManager;
import org.apache.log4j.Logger;
import org.apache.log4j.RollingFileAppender;
import org.apache.log4j.helpers.LogLog;
import org.apache.log4j.spi.LoggingEvent;

/** Where log records go: all into a file, few of them onto the console. */
final class Logs {
    /** Texts that would be sent by SMS; whoever runs an engine on a desk reads them on the console. */
    private static final String SMS = "hearth.sms";

    /** The environment variable that names the format. */
    static final String FORMAT = "HEARTH_LOG_FORMAT";

    private static final String OURS = "im.hearth";

    private static final String FILE_SIZE = "10MB";
    private static final int FILES_KEPT = 5;

    private Logs() {}

    /** Replaces whatever was configured in this process. */
    static void configure(Path file, Layout layout, Console console) throws IOException {
        // It reports to stderr, which is the log itself.
        LogLog.setQuietMode(true);
        // HSQLDB would otherwise reconfigure java.util.logging.
        System.setProperty("hsqldb.reconfig_logging", "false");
        java.util.logging.LogManager.getLogManager().reset();

        LogManager.resetConfiguration();
        Logger root = Logger.getRootLogger();
        root.setLevel(Level.INFO);
        root.addAppender(fileAppender(file, layout));
        root.addAppender(new ConsoleAppender(console));
        Logger.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
        Logger.getLogger("com.zaxxer.hikari").setLevel(Level.WARN);
        quietenOnStart();

        Logger sms = Logger.getLogger(SMS);
        sms.setLevel(Level.INFO);
        sms.setAdditivity(false);
        sms.addAppender(new SmsAppender(console));
    }

    /** Records of 4.2.0 that tell of nothing wrong in an engine of ours. */
    private static void quietenOnStart() {
        // Says at each start that the console's certificate store is not there yet; the page is plain HTTP on loopback.
        Logger.getLogger("org.jivesoftware.openfire.container.AdminConsolePlugin")
                .setLevel(Level.ERROR);
    }

    /**
     * How records are written.
     *
     * @param format {@code text} or {@code json}
     * @throws Refusal for another one
     */
    static Layout layout(String format) {
        return switch (format) {
            case "text" -> new LogLayout();
            case "json" -> new JsonLogLayout();
            default -> throw new Refusal(FORMAT + " is text or json, not \"" + format + "\".");
        };
    }

    private static Appender fileAppender(Path file, Layout layout) throws IOException {
        RollingFileAppender appender = new RollingFileAppender(layout, file.toString(), true);
        appender.setMaxFileSize(FILE_SIZE);
        appender.setMaxBackupIndex(FILES_KEPT);
        appender.setEncoding("UTF-8");
        appender.activateOptions();
        return appender;
    }

    /** Warnings of ours, errors of others, the first line of each. */
    private static final class ConsoleAppender extends LineAppender {
        private final Console console;

        ConsoleAppender(Console console) {
            this.console = console;
        }

        @Override
        protected void append(LoggingEvent event) {
            boolean ours = event.getLoggerName().startsWith(OURS);
            if (!event.getLevel().isGreaterOrEqual(ours ? Level.WARN : Level.ERROR)) {
                return;
            }
            String message = String.valueOf(event.getRenderedMessage());
            String line = message.lines().findFirst().orElse("");
            console.complain(event.getLevel() + " " + LogLayout.mask(line));
        }
    }

    private static final class SmsAppender extends LineAppender {
        private final Console console;

        SmsAppender(Console console) {
            this.console = console;
        }

        @Override
        protected void append(LoggingEvent event) {
            console.say(String.valueOf(event.getRenderedMessage()));
        }
    }

    private abstract static class LineAppender extends AppenderSkeleton {
        @Override
        public boolean requiresLayout() {
            return false;
        }

        @Override
        public void close() {}
    }
}
