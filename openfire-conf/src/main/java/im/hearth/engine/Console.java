package im.hearth.engine;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/** What the user sees. Everything else that is printed in this process goes to the log. */
final class Console {
    private final PrintStream out;
    private final PrintStream err;

    Console(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Keeps the two streams of this process for itself, and hands whoever else prints to the log: the server prints
     * its banner, its ports and stack traces.
     */
    static Console takeOver() {
        Console console = new Console(System.out, System.err);
        System.setOut(new PrintStream(new LineLog("stdout"), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new LineLog("stderr"), true, StandardCharsets.UTF_8));
        return console;
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }

    void complain(String line) {
        err.println(line);
        err.flush();
    }

    /** Logs each line that is written. */
    private static final class LineLog extends OutputStream {
        private final String logger;
        private final ThreadLocal<ByteArrayOutputStream> line = ThreadLocal.withInitial(ByteArrayOutputStream::new);

        LineLog(String logger) {
            this.logger = logger;
        }

        @Override
        public void write(int b) {
            ByteArrayOutputStream bytes = line.get();
            if (b != '\n') {
                bytes.write(b);
                return;
            }
            String text = bytes.toString(StandardCharsets.UTF_8).stripTrailing();
            bytes.reset();
            if (!text.isEmpty()) {
                LoggerFactory.getLogger(logger).info(text);
            }
        }
    }
}
