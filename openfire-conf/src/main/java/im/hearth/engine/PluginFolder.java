package im.hearth.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The server's folder of plugins: a jar each, which the server unpacks into a folder of the same name. */
final class PluginFolder {
    /** The administrator's page is laid by {@link Home}; the server wants it as a folder. */
    private static final String ADMIN = "admin";

    private final Path folder;

    PluginFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes this folder hold exactly the jars of the sources. What changed or is gone loses its unpacked folder too.
     *
     * @throws Refusal when a source is no folder
     */
    void install(List<Path> sources) throws IOException {
        Map<String, Path> wanted = find(sources);
        removeUnwanted(wanted);
        put(wanted);
    }

    /**
     * Puts the jars of the sources beside what is here, in place of other versions of theirs.
     *
     * @return their names, as the server knows them
     * @throws Refusal when a source is no folder
     */
    List<String> add(List<Path> sources) throws IOException {
        Map<String, Path> wanted = find(sources);
        put(wanted);
        return List.copyOf(wanted.keySet());
    }

    private static Map<String, Path> find(List<Path> sources) throws IOException {
        Map<String, Path> wanted = new TreeMap<>();
        for (Path source : sources) {
            if (!Files.isDirectory(source)) {
                throw new Refusal("There is no folder of plugins " + source + ": build them, or correct --plugins.");
            }
            jars(source).forEach(jar -> wanted.put(name(jar), jar));
        }
        return wanted;
    }

    private void put(Map<String, Path> wanted) throws IOException {
        for (Map.Entry<String, Path> plugin : wanted.entrySet()) {
            installOne(plugin.getKey(), plugin.getValue());
        }
    }

    /** Names of the plugins in here, as the server knows them. */
    List<String> installed() throws IOException {
        return jars(folder).stream().map(PluginFolder::name).toList();
    }

    private void removeUnwanted(Map<String, Path> wanted) throws IOException {
        Files.createDirectories(folder);
        List<Path> entries;
        try (Stream<Path> found = Files.list(folder)) {
            entries = found.toList();
        }
        for (Path entry : entries) {
            if (!name(entry).equals(ADMIN) && !wanted.containsKey(name(entry))) {
                FileTree.delete(entry);
            }
        }
    }

    private void installOne(String name, Path jar) throws IOException {
        Path installed = folder.resolve(name + ".jar");
        if (Files.exists(installed) && Files.mismatch(jar, installed) < 0) {
            return;
        }
        FileTree.delete(folder.resolve(name));
        // A crash in between must leave no half jar: the server would unpack it.
        Path part = folder.resolve(name + ".part");
        Files.copy(jar, part);
        Files.setLastModifiedTime(
                part, FileTime.from(Files.getLastModifiedTime(jar).toInstant()));
        Files.deleteIfExists(installed);
        Files.move(part, installed);
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(file -> file.toString().endsWith(".jar"))
                    .filter(PluginFolder::isPlugin)
                    .sorted()
                    .toList();
        }
    }

    /** The server passes over a jar without this file, in silence. */
    private static boolean isPlugin(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getEntry("plugin.xml") != null;
        } catch (IOException e) {
            throw new Refusal("The plugin " + jar + " is not a jar: build it again.");
        }
    }

    private static String name(Path entry) {
        String file = String.valueOf(entry.getFileName()).toLowerCase(Locale.ROOT);
        return file.endsWith(".jar") ? file.substring(0, file.length() - ".jar".length()) : file;
    }
}
