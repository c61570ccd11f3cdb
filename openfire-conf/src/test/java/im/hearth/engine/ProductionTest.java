package im.hearth.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What docker-compose.yml starts, as far as it shows without a Docker engine. */
class ProductionTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PRODUCTION = ROOT.resolve("openfire-conf/production");

    /** {@code ${NAME}}, {@code ${NAME:-default}}, {@code ${NAME:?what is missing}}. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(:[-?])?([^}]*)\\}");

    private static final String NASTY = "a&b<c>\"d'e\\f$g@h%i";

    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Path image;
    private final Path data;

    ProductionTest(@TempDir Path folder) throws IOException {
        image = folder.resolve("openfire");
        data = folder.resolve("data");
        for (String part : List.of("conf_org", "plugins_org/admin", "resources/security_org")) {
            Files.createDirectories(image.resolve(part));
        }
        Files.writeString(image.resolve("conf_org/security.xml"), "<security/>");
        Files.writeString(image.resolve("conf_org/openfire.xml"), "<jive/>");
        Files.createFile(image.resolve("resources/security_org/keystore"));
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        Files.writeString(plugins.resolve("hearth-core.jar"), "one");
        Path next = folder.resolve("next");
        Files.writeString(next, "#!/bin/sh\necho \"next $*\"\n");
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rwx------"));

        environment.put("OPENFIRE_DIR", image.toString());
        environment.put("OPENFIRE_DATA_DIR", data.toString());
        environment.put("HEARTH_PLUGINS", plugins.toString());
        environment.put("HEARTH_NEXT_ENTRYPOINT", next.toString());
        environment.put("HEARTH_DOMAIN", "chat.example.org");
        environment.put("HEARTH_DB_HOST", "postgres:5432");
        environment.put("HEARTH_DB_PASSWORD", NASTY);
        environment.put("HEARTH_ADMIN_PASSWORD", "admin " + NASTY);
        environment.put("HEARTH_MASTER_KEY", "key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEARTH_DOMAIN", "HEARTH_DB_PASSWORD", "HEARTH_ADMIN_PASSWORD", "HEARTH_MASTER_KEY"})
    void a_server_without_a_setting_that_it_needs_does_not_start(String name) throws Exception {
        environment.remove(name);

        Outcome outcome = start();

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.output()).isEqualTo("hearth: " + name + " is not set.\n");
        assertThat(data).doesNotExist();
    }

    @Test
    void a_new_server_sets_itself_up_with_passwords_of_any_characters() throws Exception {
        assertThat(start().output()).isEqualTo("next -x\n");

        assertThat(configured("/jive/autosetup/run")).isEqualTo("true");
        assertThat(configured("/jive/autosetup/xmpp/domain")).isEqualTo("chat.example.org");
        assertThat(configured("/jive/autosetup/admin/email")).isEqualTo("admin@chat.example.org");
        assertThat(configured("/jive/autosetup/admin/password")).isEqualTo("admin " + NASTY);
        assertThat(configured("/jive/autosetup/database/defaultProvider/password"))
                .isEqualTo(NASTY);
        assertThat(configured("/jive/autosetup/database/defaultProvider/serverURL"))
                .isEqualTo("jdbc:postgresql://postgres:5432/hearth");
        assertThat(data.resolve("conf/openfire.xml")).content().doesNotContain("@HEARTH_");
        assertThat(Files.getPosixFilePermissions(data.resolve("conf/openfire.xml")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(data.resolve("conf/security.xml")).exists();
        assertThat(data.resolve("conf/security/keystore")).exists();
        assertThat(data.resolve("plugins/admin")).exists();
        assertThat(data.resolve("plugins/hearth-core.jar")).hasContent("one");
    }

    @Test
    void a_new_server_gets_what_hearth_asks_of_every_server() throws Exception {
        start();

        Map<String, String> asked = ServerSettings.messengerDefaults();
        for (String name : List.of(
                "register.inband",
                "route.all-resources",
                "sasl.mechs",
                "stream.management.active",
                "xmpp.auth.anonymous",
                "xmpp.client.compression.policy",
                "xmpp.client.processing.threads",
                "xmpp.offline.type",
                "xmpp.offline.quota",
                "xmpp.parser.buffer.size",
                "xmpp.session.conflict-limit",
                "xmpp.socket.tcp-nodelay",
                "httpbind.enabled",
                "httpbind.request.header.size")) {
            assertThat(configured("/jive/" + name.replace('.', '/'))).as(name).isEqualTo(asked.get(name));
        }
    }

    @Test
    void a_server_that_was_set_up_keeps_its_configuration() throws Exception {
        start();
        Files.writeString(data.resolve("conf/openfire.xml"), "<jive><setup>true</setup></jive>");

        start();

        assertThat(data.resolve("conf/openfire.xml")).hasContent("<jive><setup>true</setup></jive>");
    }

    @Test
    void a_newer_plugin_replaces_the_older_and_what_was_unpacked_from_it() throws Exception {
        start();
        Files.createDirectories(data.resolve("plugins/hearth-core/lib"));
        Files.createFile(data.resolve("plugins/search.jar"));
        Files.writeString(Path.of(environment.getOrDefault("HEARTH_PLUGINS", ""), "hearth-core.jar"), "two");

        start();

        assertThat(data.resolve("plugins/hearth-core.jar")).hasContent("two");
        assertThat(data.resolve("plugins/hearth-core")).doesNotExist();
        assertThat(data.resolve("plugins/search.jar")).exists();
    }

    @Test
    void without_plugins_it_says_what_makes_them() throws Exception {
        Files.delete(Path.of(environment.getOrDefault("HEARTH_PLUGINS", ""), "hearth-core.jar"));

        assertThat(start().output()).contains("run ./hearth package first");
    }

    @Test
    void the_certificate_of_the_front_is_handed_to_the_server_and_so_is_the_next_one(@TempDir Path caddy)
            throws Exception {
        Path source = caddy.resolve("caddy/certificates/acme-v02.api.letsencrypt.org-directory/chat.example.org");
        Path certificate = data.resolve("tls/certificate.pem");
        Path key = data.resolve("tls/key.pem");
        ProcessBuilder builder =
                new ProcessBuilder(PRODUCTION.resolve("certificate.sh").toString()).inheritIO();
        builder.environment()
                .putAll(Map.of(
                        "HEARTH_CADDY", caddy.toString(),
                        "HEARTH_CADDY_PERIOD", "0.1",
                        "HEARTH_DOMAIN", "chat.example.org",
                        "HEARTH_TLS_CERTIFICATE", certificate.toString(),
                        "HEARTH_TLS_KEY", key.toString(),
                        "OPENFIRE_USER", System.getProperty("user.name")));
        Process handing = builder.start();
        try {
            Files.createDirectories(source);
            for (String version : List.of("one", "two")) {
                Files.writeString(source.resolve("chat.example.org.key"), "key " + version);
                Files.writeString(source.resolve("chat.example.org.crt"), "certificate " + version);
                await().untilAsserted(() -> {
                    assertThat(certificate).hasContent("certificate " + version);
                    assertThat(key).hasContent("key " + version);
                });
            }
            assertThat(Files.getPosixFilePermissions(key)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        } finally {
            handing.destroy();
            handing.waitFor();
        }
    }

    @Test
    void no_secret_has_a_default() throws IOException {
        List<MatchResult> secrets = variables()
                .filter(variable -> variable.group(1).matches("HEARTH_.*(PASSWORD|KEY|SECRET|TOKEN)"))
                .toList();

        assertThat(secrets).isNotEmpty();
        for (MatchResult secret : secrets) {
            boolean mayBeMissing = secret.group(1).matches("HEARTH_(TWILIO_.*|METRICS_TOKEN)");
            assertThat(secret.group()).startsWith("${" + secret.group(1) + (mayBeMissing ? ":-}" : ":?"));
        }
    }

    @Test
    void the_example_names_all_that_is_needed_and_gives_nothing() throws IOException {
        List<String> names = new ArrayList<>();
        for (String line : Files.readAllLines(ROOT.resolve(".env.example"))) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                assertThat(line).endsWith("=");
                names.add(line.substring(0, line.length() - 1));
            }
        }
        TreeSet<String> needed = new TreeSet<>();
        variables().filter(variable -> ":?".equals(variable.group(2))).forEach(it -> needed.add(it.group(1)));

        assertThat(names).containsAll(needed);
    }

    /** Its rules hold the schema of the Compose specification. That ports are open to the world is what they are for. */
    @Test
    void the_compose_file_is_one_by_the_schema_and_a_linters_rules() throws Exception {
        assumeThat(isThere("npm")).as("npm, which brings the linter").isTrue();

        Outcome outcome = execute(
                "npm",
                "exec",
                "--yes",
                "--package=dclint@3.1.0",
                "--",
                "dclint",
                ROOT.resolve("docker-compose.yml").toString(),
                "--quiet",
                "--disable-rule",
                "no-unbound-port-interfaces");

        assertThat(outcome.code()).as(outcome.output()).isZero();
    }

    @Test
    void a_log_record_in_a_container_is_an_object_of_json() throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(PRODUCTION.resolve("log4j2.xml").toFile());
        String pattern = XPathFactory.newInstance().newXPath().evaluate("//Console/PatternLayout/Pattern", document);

        // What stands for a value is escaped for JSON, but for the time and the level.
        String record = pattern.replace("%n", "")
                .replaceAll("%enc\\{%[a-zA-Z]+(\\{[a-z_]+\\})?\\}\\{JSON\\}", "value")
                .replaceAll("%d\\{[^}]*\\}\\{UTC\\}|%p", "value");
        Map<String, Object> fields = new Yaml(new SafeConstructor(new LoaderOptions())).load(record);

        assertThat(record).doesNotContain("%");
        assertThat(fields.keySet())
                .containsExactly("time", "level", "logger", "thread", "request_id", "message", "exception");
        assertThat(fields.values()).containsOnly("value");
    }

    @Test
    void services_use_volumes_networks_and_files_that_are_there() throws IOException {
        Map<String, Object> compose = compose();
        for (Map<String, Object> service : services(compose)) {
            assertThat(map(compose, "networks")).containsKeys(keys(service, "networks"));
            for (Object mount : list(service, "volumes")) {
                String source = String.valueOf(mount).split(":", 2)[0];
                if (!source.startsWith("./")) {
                    assertThat(map(compose, "volumes")).containsKey(source);
                } else if (!source.startsWith("./target/")) {
                    assertThat(ROOT.resolve(source)).exists();
                }
            }
        }
    }

    @Test
    void whoever_waits_for_a_service_waits_for_its_health() throws IOException {
        Map<String, Object> compose = compose();
        Map<String, Object> services = map(compose, "services");
        for (Map<String, Object> service : services(compose)) {
            for (String other : keys(service, "depends_on")) {
                assertThat(map(services, other)).containsKey("healthcheck");
                assertThat(map(map(service, "depends_on"), other)).containsEntry("condition", "service_healthy");
            }
        }
    }

    @Test
    void the_admin_port_is_open_to_this_machine_only_and_the_database_to_nobody() throws IOException {
        Map<String, Object> services = map(compose(), "services");

        assertThat(list(map(services, "openfire"), "ports"))
                .contains("127.0.0.1:9090:9090")
                .doesNotContain("9090:9090", "7070:7070", "7443:7443");
        assertThat(map(services, "postgres")).doesNotContainKey("ports");
    }

    @Test
    void the_front_passes_on_what_clients_need_and_nothing_else() throws IOException {
        String caddyfile = Files.readString(PRODUCTION.resolve("Caddyfile"));

        assertThat(caddyfile)
                .contains("{$HEARTH_DOMAIN} {", "reverse_proxy openfire:7070", "respond 404")
                .contains("/api/*", "/media/*", "/avatars/*", "/.well-known/jwks.json", "/ws/*");
        assertThat(caddyfile.chars().filter(c -> c == '{').count())
                .isEqualTo(caddyfile.chars().filter(c -> c == '}').count());
    }

    @Test
    void the_doctor_names_what_is_wrong_and_shows_no_secret() throws Exception {
        Path settings = data.resolveSibling("env");
        Files.writeString(settings, """
                HEARTH_DOMAIN=Chat
                HEARTH_DB_PASSWORD=short-one
                HEARTH_ADMIN_PASSWORD=long-enough-and-secret
                HEARTH_TURN_SECRET=long-enough-and-secret
                HEARTH_MASTER_KEY=c2hvcnQ=
                HEARTH_SMS_SENDER=twilio-verify
                HEARTH_TWILIO_ACCOUNT_SID=AC0123
                """);
        environment.keySet().removeIf(name -> name.startsWith("HEARTH_"));

        Outcome outcome = run("doctor.sh", "--env", settings.toString());

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.output())
                .contains("WRONG  HEARTH_DOMAIN is not a domain")
                .contains("WRONG  HEARTH_DB_PASSWORD is shorter")
                .contains("WRONG  HEARTH_TURN_SECRET is the same as another secret")
                .contains("WRONG  HEARTH_MASTER_KEY is not 32 bytes")
                .contains("WRONG  HEARTH_TWILIO_ACCOUNT_SID is not an account SID")
                .contains("WRONG  HEARTH_TWILIO_VERIFY_SERVICE is not a Verify service")
                .contains("ok     HEARTH_ADMIN_PASSWORD")
                .doesNotContain("short-one", "long-enough", "c2hvcnQ=", "AC0123");
    }

    @Test
    void a_backup_never_overwrites_a_file() throws Exception {
        Path file = Files.createFile(data.resolveSibling("backup"));

        Outcome outcome =
                run("backup.sh", "backup", file.toString(), "--database", "postgresql://x", "--home", image.toString());

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.output()).contains("is there already");
    }

    @Test
    void what_is_no_backup_is_not_put_back() throws Exception {
        Path file = Files.writeString(data.resolveSibling("backup"), "something");

        Outcome outcome = run(
                "backup.sh", "restore", file.toString(), "--database", "postgresql://x", "--home", image.toString());

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.output()).contains("is no backup of Hearth");
    }

    private record Outcome(int code, String output) {}

    private Outcome start() throws Exception {
        return run("entrypoint.sh", "-x");
    }

    private Outcome run(String script, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("bash", PRODUCTION.resolve(script).toString()));
        command.addAll(List.of(arguments));
        return execute(command.toArray(String[]::new));
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private Outcome execute(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("HEARTH_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    private String configured(String path) throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(data.resolve("conf/openfire.xml").toFile());
        return XPathFactory.newInstance()
                .newXPath()
                .evaluate(path + "/text()", document)
                .strip();
    }

    private static Stream<MatchResult> variables() throws IOException {
        return VARIABLE.matcher(Files.readString(ROOT.resolve("docker-compose.yml")))
                .results();
    }

    private static Map<String, Object> compose() throws IOException {
        String text = Files.readString(ROOT.resolve("docker-compose.yml"));
        return asMap(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
    }

    private static List<Map<String, Object>> services(Map<String, Object> compose) {
        return map(compose, "services").values().stream()
                .map(ProductionTest::asMap)
                .toList();
    }

    private static Map<String, Object> map(Map<String, Object> parent, String name) {
        return asMap(parent.get(name));
    }

    private static String[] keys(Map<String, Object> parent, String name) {
        return parent.containsKey(name) ? map(parent, name).keySet().toArray(String[]::new) : new String[0];
    }

    private static List<Object> list(Map<String, Object> parent, String name) {
        return parent.get(name) instanceof List<?> found ? new ArrayList<>(found) : List.of();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(@Nullable Object value) {
        assertThat(value).isInstanceOf(Map.class);
        return (Map<String, Object>) value;
    }
}
