package im.hearth.media.blob;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Blobs in a bucket of Amazon S3, or of a server that speaks its protocol, such as MinIO. */
public final class BucketBlobs implements Blobs {
    private final S3Client client;
    private final String bucket;

    /**
     * A bucket, which is there already.
     *
     * @param endpoint where the service is; null for Amazon's
     */
    public BucketBlobs(@Nullable URI endpoint, String region, String bucket, String accessKey, String secretKey) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
                .region(Region.of(region))
                // The checksums that the SDK adds by itself are refused by other servers than Amazon's.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        if (endpoint != null) {
            builder.endpointOverride(endpoint).forcePathStyle(true);
        }
        this.client = builder.build();
        this.bucket = bucket;
    }

    @Override
    public void put(String key, Path file) throws IOException {
        calling(() -> client.putObject(request -> request.bucket(bucket).key(name(key)), RequestBody.fromFile(file)));
    }

    @Override
    public InputStream open(String key, long offset, long length) throws IOException {
        return calling(() -> client.getObject(request ->
                request.bucket(bucket).key(name(key)).range("bytes=" + offset + "-" + (offset + length - 1))));
    }

    @Override
    public void delete(String key) throws IOException {
        calling(() -> client.deleteObject(request -> request.bucket(bucket).key(name(key))));
    }

    @Override
    public List<Blob> shelf(String digits) throws IOException {
        return calling(
                () -> client
                        .listObjectsV2Paginator(
                                request -> request.bucket(bucket).prefix(digits + "/" + digits))
                        .contents()
                        .stream()
                        .map(object -> new Blob(object.key().substring(3), object.lastModified()))
                        .toList());
    }

    /** As in a folder, so that one can be copied into the other. */
    private static String name(String key) {
        return key.substring(0, 2) + "/" + key;
    }

    private interface Call<T> {
        T run();
    }

    private static <T> T calling(Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (NoSuchKeyException e) {
            NoSuchFileException absent = new NoSuchFileException("a blob");
            absent.initCause(e);
            throw absent;
        } catch (SdkException e) {
            throw new IOException("The bucket did not answer as it should", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
