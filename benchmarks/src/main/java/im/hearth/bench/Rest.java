package im.hearth.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The REST door as one person uses it. */
final class Rest {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private final String base;
    private final Account account;

    /** That person's door of the server at that address. */
    Rest(String base, Account account) {
        this.base = base;
        this.account = account;
    }

    /** Makes a group with these other members; answers its bare JID. */
    String createGroup(String name, List<Account> others) throws IOException, InterruptedException {
        List<String> members = others.stream().map(Account::username).toList();
        return post("/api/groups/", Map.of("name", name, "members", members))
                .path("jid")
                .asText();
    }

    JsonNode post(String path, Map<String, ?> fields) throws IOException, InterruptedException {
        byte[] body = json.writeValueAsBytes(fields);
        return call(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(body)));
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return call(request(path).GET());
    }

    /** Uploads a file; answers where it is read. */
    String upload(byte[] file) throws IOException, InterruptedException {
        return call(request("/api/uploads/")
                        .header("Content-Type", "application/octet-stream")
                        .header("Content-Disposition", "attachment; filename=\"bench.bin\"")
                        .POST(BodyPublishers.ofByteArray(file)))
                .path("url")
                .asText();
    }

    /** Fills an upload slot (XEP-0363). */
    void put(String url, byte[] file) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(file));
        require(http.send(request.build(), BodyHandlers.ofByteArray()));
    }

    /** Reads a file; answers how long it is. */
    long download(String url) throws IOException, InterruptedException {
        return require(http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray())).length;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", "Bearer " + account.access());
    }

    private JsonNode call(HttpRequest.Builder request) throws IOException, InterruptedException {
        return json.readTree(require(http.send(request.build(), BodyHandlers.ofByteArray())));
    }

    private static byte[] require(HttpResponse<byte[]> response) throws IOException {
        if (response.statusCode() >= 300) {
            throw new IOException(response.uri() + ": " + response.statusCode() + " "
                    + new String(response.body(), StandardCharsets.UTF_8));
        }
        return response.body();
    }
}
