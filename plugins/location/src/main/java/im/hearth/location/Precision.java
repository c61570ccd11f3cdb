package im.hearth.location;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How exactly others are to know where somebody is. */
public enum Precision {
    /** As it was said. */
    @JsonProperty("exact")
    EXACT(0),
    /** To the nearest point of a grid whose points are about a kilometre apart, wherever on the Earth. */
    @JsonProperty("coarse")
    COARSE(1);

    /** The grid's rows: a hundredth of a degree of latitude is 1.11 km (a meridian is 20,004 km long). */
    private static final int ROWS_A_DEGREE = 100;

    /** How far off a place on the grid may be, in metres. */
    private static final double COARSE_METRES = 1_000;

    private final int code;

    Precision(int code) {
        this.code = code;
    }

    /** The number that stands for it in the database. */
    int code() {
        return code;
    }

    /** The precision that a number in the database stands for. */
    static Precision of(int code) {
        return values()[code];
    }

    /** What is kept of a place; of what was kept already, all. */
    Coordinates of(Coordinates exact) {
        if (this == EXACT) {
            return exact;
        }
        double latitude = Math.rint(exact.latitude() * ROWS_A_DEGREE) / ROWS_A_DEGREE;
        // Meridians come together towards the poles: the row that the point is in has as many columns as fit; an even
        // number, so that one of them is at 180 degrees.
        double columns = 2 * Math.max(1, Math.rint(180 * ROWS_A_DEGREE * Math.cos(Math.toRadians(latitude))));
        double longitude = Math.rint(exact.longitude() / 360 * columns) / columns * 360;
        Double accuracy = exact.accuracy();
        return new Coordinates(
                latitude + 0.0,
                rounded(longitude),
                accuracy == null ? COARSE_METRES : Math.max(accuracy, COARSE_METRES));
    }

    /** Columns are far wider than the fifth digit. */
    private static double rounded(double degrees) {
        return Math.rint(degrees * 100_000) / 100_000 + 0.0;
    }
}
