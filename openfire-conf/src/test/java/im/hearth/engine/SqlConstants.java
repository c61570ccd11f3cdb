package im.hearth.engine;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/** The SQL statements among the string constants of a jar's classes (JVM specification, section 4.4). */
final class SqlConstants {
    private static final Pattern STATEMENT =
            Pattern.compile("(?is)\\s*(SELECT|INSERT\\s+INTO|UPDATE|DELETE)\\s.*\\bof[A-Z].*");

    private SqlConstants() {}

    /** A statement and the class that holds it. */
    record Found(String holder, String sql) implements Comparable<Found> {
        @Override
        public int compareTo(Found other) {
            int byHolder = holder.compareTo(other.holder);
            return byHolder != 0 ? byHolder : sql.compareTo(other.sql);
        }
    }

    static List<Found> in(Path jar) throws IOException {
        TreeSet<Found> found = new TreeSet<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (var entry : (Iterable<java.util.jar.JarEntry>) file.stream()::iterator) {
                if (entry.getName().endsWith(".class")) {
                    try (InputStream in = file.getInputStream(entry)) {
                        for (String text : strings(new DataInputStream(in))) {
                            if (STATEMENT.matcher(text).matches()) {
                                found.add(new Found(entry.getName(), text.strip()));
                            }
                        }
                    }
                }
            }
        }
        return List.copyOf(found);
    }

    private static List<String> strings(DataInputStream in) throws IOException {
        in.readInt();
        in.readInt();
        int count = in.readUnsignedShort();
        Map<Integer, String> texts = new HashMap<>();
        List<Integer> strings = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts.put(i, in.readUTF());
                case 8 -> strings.add(in.readUnsignedShort());
                case 7, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++;
                }
                default -> throw new IOException("unknown constant " + tag);
            }
        }
        return strings.stream().map(texts::get).toList();
    }
}
