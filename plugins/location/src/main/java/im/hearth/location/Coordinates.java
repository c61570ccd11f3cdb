package im.hearth.location;

import im.hearth.core.problem.FieldError;
import im.hearth.core.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A point on the Earth (WGS 84).
 *
 * @param latitude degrees north, -90 to 90
 * @param longitude degrees east, -180 to 180
 * @param accuracy how far off it may be, in metres; null where nobody said
 */
public record Coordinates(
        double latitude, double longitude, @Nullable Double accuracy) {
    /**
     * The point that a request names.
     *
     * @param prefix what is before the names of the fields, such as {@code location.}
     * @throws Problem INVALID with the fields that are wrong
     */
    public static Coordinates checked(String prefix, double latitude, double longitude, @Nullable Double accuracy) {
        List<FieldError> errors = new ArrayList<>();
        if (!isWithin(latitude, 90)) {
            errors.add(new FieldError(prefix + "latitude", "must be from -90 to 90"));
        }
        if (!isWithin(longitude, 180)) {
            errors.add(new FieldError(prefix + "longitude", "must be from -180 to 180"));
        }
        if (accuracy != null && !(Double.isFinite(accuracy) && accuracy >= 0)) {
            errors.add(new FieldError(prefix + "accuracy", "must be a number of metres, not below 0"));
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        // Adding zero makes the zero that is below zero an ordinary one.
        return new Coordinates(latitude + 0.0, longitude + 0.0, accuracy == null ? null : (Double) (accuracy + 0.0));
    }

    /** A point; empty for what is none. */
    public static Optional<Coordinates> of(double latitude, double longitude, @Nullable Double accuracy) {
        try {
            return Optional.of(checked("", latitude, longitude, accuracy));
        } catch (Problem none) {
            return Optional.empty();
        }
    }

    /** False for what is no number, too. */
    private static boolean isWithin(double degrees, double most) {
        return Math.abs(degrees) <= most;
    }

    /** Says nothing, for where people are belongs in no log. */
    @Override
    public String toString() {
        return "Coordinates[…]";
    }
}
