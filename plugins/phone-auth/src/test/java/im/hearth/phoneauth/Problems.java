package im.hearth.phoneauth;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.hearth.core.problem.Problem;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Catches refusals. */
public final class Problems {
    private Problems() {}

    /** The problem that the call throws. */
    public static Problem of(ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowableOfType(Problem.class, call), "nothing was refused");
    }
}
