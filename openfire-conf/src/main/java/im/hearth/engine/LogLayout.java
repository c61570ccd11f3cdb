package im.hearth.engine;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.apache.log4j.Layout;
import org.apache.log4j.spi.LoggingEvent;

/**
 * One line a record: time (UTC), level, request id in brackets where there is one, the class that logs, the message.
 *
 * <p>Line ends are written as {@code \n}, so nobody can forge a record; phone numbers keep their first two and last
 * three digits.
 */
final class LogLayout extends Layout {
    /** Set by whoever answers a request. */
    static final String REQUEST_ID = "request_id";

    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** E.164: up to 15 digits, none begins with zero. Seven is the shortest that somebody is reached at. */
    private static final Pattern PHONE_NUMBER = Pattern.compile("(\\+|%2[Bb])([1-9]\\d)\\d{2,10}(\\d{3})(?!\\d)");

    private static final String MASKED = "$1$2*******$3";

    /** The same text with every phone number masked: {@code +49*******678}. */
    static String mask(String text) {
        return text.indexOf('+') < 0 && text.indexOf('%') < 0
                ? text
                : PHONE_NUMBER.matcher(text).replaceAll(MASKED);
    }

    @Override
    public String format(LoggingEvent event) {
        StringBuilder text = new StringBuilder();
        Object requestId = event.getMDC(REQUEST_ID);
        if (requestId != null) {
            text.append('[').append(requestId).append("] ");
        }
        String logger = event.getLoggerName();
        text.append(logger.substring(logger.lastIndexOf('.') + 1)).append(": ").append(event.getRenderedMessage());
        String[] trace = event.getThrowableStrRep();
        if (trace != null) {
            for (String line : trace) {
                text.append('\n').append(line.strip());
            }
        }
        return TIME.format(Instant.ofEpochMilli(event.getTimeStamp()))
                + String.format(" %-5s ", event.getLevel())
                + oneLine(mask(text.toString()))
                + System.lineSeparator();
    }

    private static String oneLine(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n");
    }

    @Override
    public boolean ignoresThrowable() {
        return false;
    }

    @Override
    public void activateOptions() {}
}
