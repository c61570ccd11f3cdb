package im.hearth.media.blob;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real S3 server (s3proxy, on a folder), which checks signatures. */
final class S3Server implements AutoCloseable {
    static final String ACCESS_KEY = "local";
    static final String SECRET_KEY = "secret";

    private static final Pattern LISTENING = Pattern.compile("Started ServerConnector.*\\{127\\.0\\.0\\.1:(\\d+)\\}");

    private final Process process;
    private final URI endpoint;

    private S3Server(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    static S3Server start(Path folder) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Path settings = Files.writeString(folder.resolve("s3proxy.conf"), """
                        s3proxy.endpoint=http://127.0.0.1:0
                        s3proxy.authorization=aws-v2-or-v4
                        s3proxy.identity=%s
                        s3proxy.credential=%s
                        jclouds.provider=filesystem-nio2
                        jclouds.identity=x
                        jclouds.credential=x
                        jclouds.filesystem.basedir=%s
                        """.formatted(ACCESS_KEY, SECRET_KEY, data));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-jar",
                        jar().toString(),
                        "--properties",
                        settings.toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder printed = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            printed.append(line).append('\n');
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                Thread rest = new Thread(() -> lines.lines().forEach(ignored -> {}), "s3proxy");
                rest.setDaemon(true);
                rest.start();
                return new S3Server(process, URI.create("http://127.0.0.1:" + listening.group(1)));
            }
        }
        throw new IllegalStateException("The S3 server did not start:\n" + printed);
    }

    private static Path jar() throws IOException {
        try (var files = Files.newDirectoryStream(Path.of("target", "s3proxy"), "*.jar")) {
            return files.iterator().next();
        }
    }

    URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
