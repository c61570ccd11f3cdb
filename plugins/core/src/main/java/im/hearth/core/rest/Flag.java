package im.hearth.core.rest;

import im.hearth.core.problem.Problem;

/** A parameter of a request that is yes or no. */
public final class Flag {
    private Flag() {}

    /**
     * Whether something is asked for.
     *
     * @param name of the parameter
     * @throws Problem INVALID for another text than true or false
     */
    public static boolean parse(String name, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Problem.invalid(name, "must be true or false");
        };
    }
}
