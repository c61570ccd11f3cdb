package im.hearth.media.blob;

import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class BucketBlobsTest extends BlobsContract {
    private static final String BUCKET = "hearth-test";

    @TempDir
    private static Path serverFolder;

    private static S3Server server;
    private static BucketBlobs blobs;

    @BeforeAll
    static void start() throws IOException {
        server = S3Server.start(serverFolder);
        try (S3Client client = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .endpointOverride(server.endpoint())
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(S3Server.ACCESS_KEY, S3Server.SECRET_KEY)))
                .build()) {
            client.createBucket(request -> request.bucket(BUCKET));
        }
        blobs = bucket(S3Server.SECRET_KEY);
    }

    @AfterAll
    static void stop() {
        blobs.close();
        server.close();
    }

    private static BucketBlobs bucket(String secretKey) {
        return new BucketBlobs(server.endpoint(), "us-east-1", BUCKET, S3Server.ACCESS_KEY, secretKey);
    }

    @Override
    Blobs blobs() {
        return blobs;
    }

    @Test
    void a_bucket_that_does_not_let_us_in_is_a_failure_and_no_empty_shelf() {
        try (BucketBlobs shut = bucket("wrong")) {
            assertThatIOException().isThrownBy(() -> shut.shelf("00"));
        }
    }
}
