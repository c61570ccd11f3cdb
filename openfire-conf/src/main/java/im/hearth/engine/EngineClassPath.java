package im.hearth.engine;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the libraries of the engine are. */
final class EngineClassPath {
    private static final String LIBRARIES = "openfire-conf/target/engine/lib";

    private EngineClassPath() {}

    /**
     * The folder that the build lays the libraries in: that of our own jar, or the one of the checkout around the
     * working directory. In this module's own tests there is none yet; then the class path of this process, which holds
     * them all.
     */
    static String find() {
        List<Path> candidates = new ArrayList<>();
        Path own = ownLocation();
        if (Files.isDirectory(own)) {
            return System.getProperty("java.class.path");
        }
        candidates.add(own.resolveSibling(""));
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            candidates.add(folder.resolve(LIBRARIES));
        }
        return candidates.stream()
                .filter(EngineClassPath::holdsEngine)
                .findFirst()
                .map(folder -> folder + "/*")
                .orElseGet(() -> System.getProperty("java.class.path"));
    }

    private static Path ownLocation() {
        try {
            return Path.of(EngineClassPath.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean holdsEngine(Path folder) {
        try (var files = Files.newDirectoryStream(folder, "xmppserver-*.jar")) {
            return files.iterator().hasNext();
        } catch (IOException none) {
            return false;
        }
    }
}
