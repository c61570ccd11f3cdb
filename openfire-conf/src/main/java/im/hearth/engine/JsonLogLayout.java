package im.hearth.engine;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.log4j.Layout;
import org.apache.log4j.spi.LoggingEvent;

/**
 * One JSON object a line (RFC 8259): {@code time} (RFC 3339, UTC), {@code level}, {@code logger}, {@code thread},
 * {@code request_id} where there is one, {@code message}, and {@code exception} with its trace. Phone numbers are masked as in
 * {@link LogLayout}.
 */
final class JsonLogLayout extends Layout {
    private static final char FIRST_THAT_MAY_STAND_BARE = ' ';

    @Override
    public String format(LoggingEvent event) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("time", LogLayout.TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
        fields.put("level", event.getLevel().toString());
        fields.put("logger", event.getLoggerName());
        fields.put("thread", event.getThreadName());
        Object requestId = event.getMDC(LogLayout.REQUEST_ID);
        if (requestId != null) {
            fields.put(LogLayout.REQUEST_ID, requestId.toString());
        }
        fields.put("message", String.valueOf(event.getRenderedMessage()));
        String[] trace = event.getThrowableStrRep();
        if (trace != null) {
            fields.put("exception", Arrays.stream(trace).map(String::strip).collect(Collectors.joining("\n")));
        }
        return fields.entrySet().stream()
                .map(field -> quoted(field.getKey()) + ":" + quoted(LogLayout.mask(field.getValue())))
                .collect(Collectors.joining(",", "{", "}" + System.lineSeparator()));
    }

    /** RFC 8259, section 7. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c == '\n') {
                quoted.append("\\n");
            } else if (c < FIRST_THAT_MAY_STAND_BARE || Character.isSurrogate(c)) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    @Override
    public boolean ignoresThrowable() {
        return false;
    }

    @Override
    public void activateOptions() {}
}
