package im.hearth.core.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartTest {
    private static final String TYPE = "multipart/form-data; boundary=XyZ";

    private static String part(String disposition, String content) {
        return "--XyZ\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n";
    }

    private static Multipart read(String body) {
        return Multipart.of(TYPE, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Multipart.Part next(Multipart form) {
        return Objects.requireNonNull(form.next());
    }

    @Test
    void fields_and_files_come_in_their_order() throws IOException {
        Multipart form = read(part("name=\"to\"", "bob")
                + part("name=\"f\"; filename=\"a b.txt\"\r\nContent-Type: text/plain", "one\r\n--XyY\r\ntwo")
                + "--XyZ--\r\n");

        assertThat(next(form).text(10)).isEqualTo("bob");
        Multipart.Part file = next(form);
        assertThat(file.name()).isEqualTo("f");
        assertThat(file.fileName()).isEqualTo("a b.txt");
        assertThat(file.contentType()).isEqualTo("text/plain");
        assertThat(file.content().readAllBytes()).asString().isEqualTo("one\r\n--XyY\r\ntwo");
        assertThat(form.next()).isNull();
        assertThat(form.next()).isNull();
    }

    @Test
    void a_part_that_is_not_read_is_passed_over() {
        Multipart form = read(part("name=a", "x".repeat(200_000)) + part("name=b", "y") + "--XyZ--");

        next(form);

        assertThat(next(form).text(1)).isEqualTo("y");
    }

    @Test
    void an_empty_form_has_no_parts() {
        assertThat(read("--XyZ--\r\n").next()).isNull();
    }

    @Test
    void an_empty_part_is_empty() {
        assertThat(next(read(part("name=a", "") + "--XyZ--")).text(10)).isEmpty();
    }

    @Test
    void whatever_stands_before_the_first_boundary_is_passed_over() {
        assertThat(next(read("Hello\r\n" + part("name=a", "x") + "--XyZ--")).text(10))
                .isEqualTo("x");
    }

    @Test
    void a_body_that_does_not_begin_is_not_read_forever() {
        Multipart form = read("x".repeat(1_000_000));

        assertThatThrownBy(form::next).isInstanceOf(Problem.class).hasMessageContaining("multipart");
    }

    @Test
    void every_byte_comes_through_however_the_body_is_cut_into_pieces() throws IOException {
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        String head = "--XyZ\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\n";
        byte[] body = (head + new String(content, StandardCharsets.ISO_8859_1) + "\r\n--XyZ--")
                .getBytes(StandardCharsets.ISO_8859_1);
        InputStream pieces = new ByteArrayInputStream(body) {
            private int turn;

            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1 + turn++ % 97));
            }
        };

        assertThat(next(Multipart.of(TYPE, pieces)).content().readAllBytes()).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--XyZ",
                "--XyZ\r\nContent-Disposition: form-data; name=a\r\n\r\nabc",
                "--XyZ\r\nContent-Disposition: form-data; name=a\r\n\r\nabc\r\n--Xy",
                "--XyZ\r\nContent-Disposition: form-data; name=a\r\n\r\nabc\r\n--XyZ",
                "--XyZ\r\nContent-Disposition: form-data; name=a",
                "--XyZ\r\nContent-Disposition: form-data\r\n\r\nabc\r\n--XyZ--",
                "--XyZ\r\nno colon\r\n\r\nabc\r\n--XyZ--",
                "--XyZabc\r\n",
            })
    void a_body_that_is_cut_off_or_broken_is_refused(String body) {
        assertThatThrownBy(() -> {
                    Multipart form = read(body);
                    for (Multipart.Part part = form.next(); part != null; part = form.next()) {
                        part.text(1000);
                    }
                })
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Kind.BAD_REQUEST));
    }

    @Test
    void endless_headers_are_refused() {
        assertThatThrownBy(() -> read("--XyZ\r\nA: " + "x".repeat(10_000)).next())
                .isInstanceOf(Problem.class);
    }

    @Test
    void a_form_of_too_many_parts_is_refused() {
        Multipart form = read(part("name=a", "x").repeat(101) + "--XyZ--");

        assertThatThrownBy(() -> {
                    while (form.next() != null) {
                        // On to the next one.
                    }
                })
                .isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\""})
    void a_type_without_a_boundary_is_refused(String type) {
        assertThatThrownBy(() -> Multipart.of(type, InputStream.nullInputStream()))
                .isInstanceOf(Problem.class);
    }

    @Test
    void names_are_utf_8_and_may_be_quoted() {
        assertThat(next(read(part("name=\"a\"; filename=\"Müll \\\"1\\\"; C:\\x.txt\"", "") + "--XyZ--"))
                        .fileName())
                .isEqualTo("Müll \"1\"; C:\\x.txt");
    }

    @Test
    void a_field_that_is_too_long_is_refused_by_its_name() {
        assertThatThrownBy(
                        () -> next(read(part("name=to", "abcdef") + "--XyZ--")).text(5))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.errors().get(0).field()).isEqualTo("to"));
    }

    @Test
    void a_disposition_names_a_file_in_two_ways() {
        assertThat(Multipart.fileName("attachment; filename=\"a b.txt\"")).isEqualTo("a b.txt");
        assertThat(Multipart.fileName("attachment; filename=x; filename*=UTF-8''M%C3%BCll+1.txt"))
                .isEqualTo("Müll+1.txt");
        assertThat(Multipart.fileName("attachment")).isNull();
        assertThatThrownBy(() -> Multipart.fileName("attachment; filename*=UTF-8''%zz"))
                .isInstanceOf(Problem.class);
    }
}
