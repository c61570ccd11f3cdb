package im.hearth.engine;

/** Why the engine does not start: one line that says what is wrong and what to do. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** How the command line was used wrongly. */
    static final int USAGE = 2;

    /** Whatever else keeps the engine from starting. */
    static final int FAILED = 1;

    private final int exitCode;

    Refusal(String line) {
        this(FAILED, line);
    }

    Refusal(int exitCode, String line) {
        super(line);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }

    /** The line itself. */
    String line() {
        return String.valueOf(getMessage());
    }
}
