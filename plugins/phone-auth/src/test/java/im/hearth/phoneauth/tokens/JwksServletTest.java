package im.hearth.phoneauth.tokens;

import static im.hearth.phoneauth.House.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import im.hearth.core.db.Database;
import im.hearth.core.db.Dialect;
import im.hearth.core.events.Events;
import im.hearth.phoneauth.House;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLTransientConnectionException;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JwksServletTest {
    private final House house = new House();
    private final Server server = new Server();
    private final ServletContextHandler context = new ServletContextHandler();
    private final ServerConnector connector = new ServerConnector(server);

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        context.addServlet(new ServletHolder(new JwksServlet(house.keys)), "/");
        server.setHandler(context);
        server.start();
    }

    @AfterEach
    void close() throws Exception {
        server.stop();
        house.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void whoever_reads_the_key_set_can_check_our_tokens_and_make_none() throws Exception {
        SignedJWT token =
                SignedJWT.parse(house.register(ALICE, "alice").tokens().access());
        HttpResponse<String> response = get("/");
        JWKSet keys = JWKSet.parse(response.body());

        JWK key = keys.getKeyByKeyId(token.getHeader().getKeyID());
        assertThat(token.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
        assertThat(keys.getKeys()).noneMatch(JWK::isPrivate);
        assertThat(response.body()).doesNotContain("\"d\"");
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/jwk-set+json");
        assertThat(response.headers().firstValue("Cache-Control")).contains("public, max-age=300");
    }

    @Test
    void while_the_database_is_away_the_key_set_is_too() throws Exception {
        Database away = new Database(
                () -> {
                    throw new SQLTransientConnectionException("away");
                },
                Dialect.HSQLDB,
                new Events());
        context.addServlet(new ServletHolder(new JwksServlet(House.on(away, new Events()).keys)), "/away");
        HttpResponse<String> response = get("/away");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(response.body()).isEmpty();
    }
}
