package im.hearth.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrecisionTest {
    private static final double RADIUS = 6_371_009;

    private static double metres(Coordinates one, Coordinates other) {
        double a = Math.toRadians(one.latitude());
        double b = Math.toRadians(other.latitude());
        double dLat = Math.sin((b - a) / 2);
        double dLon = Math.sin(Math.toRadians(other.longitude() - one.longitude()) / 2);
        return 2 * RADIUS * Math.asin(Math.sqrt(dLat * dLat + Math.cos(a) * Math.cos(b) * dLon * dLon));
    }

    @ParameterizedTest
    @CsvSource({
        "48.208174, 16.373819",
        "0, 0",
        "-33.856784, 151.215297",
        "69.649208, 18.955324",
        "89.95, 179.9999",
        "-90, -180",
        "90, 12.3",
        "0.004999, -179.999",
        "64.1466, 180"
    })
    void a_coarse_place_is_within_a_kilometre_and_stays_where_it_is(double latitude, double longitude) {
        Coordinates exact = new Coordinates(latitude, longitude, 5.0);

        Coordinates coarse = Precision.COARSE.of(exact);

        assertThat(metres(exact, coarse)).isLessThan(800);
        assertThat(Math.abs(coarse.longitude())).isLessThanOrEqualTo(180);
        assertThat(Math.abs(coarse.latitude())).isLessThanOrEqualTo(90);
        assertThat(coarse.accuracy()).isEqualTo(1_000);
        assertThat(Precision.COARSE.of(coarse)).isEqualTo(coarse);
    }

    @ParameterizedTest
    @CsvSource({"0", "48.2", "69.65", "89.9"})
    void neighbours_on_the_grid_are_about_a_kilometre_apart_wherever_they_are(double latitude) {
        Coordinates here = Precision.COARSE.of(new Coordinates(latitude, 10, null));
        double longitude = here.longitude();
        Coordinates next = here;
        while (next.longitude() == here.longitude()) {
            longitude += 0.0005;
            next = Precision.COARSE.of(new Coordinates(latitude, longitude, null));
        }

        assertThat(metres(here, next)).isCloseTo(1_112, within(30.0));
    }

    @ParameterizedTest
    @CsvSource({"1500, 1500", "20, 1000"})
    void what_is_less_exact_than_the_grid_stays_so(double accuracy, double kept) {
        assertThat(Precision.COARSE.of(new Coordinates(1, 2, accuracy)).accuracy())
                .isEqualTo(kept);
    }
}
