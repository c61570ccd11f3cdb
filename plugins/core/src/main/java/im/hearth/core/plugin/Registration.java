package im.hearth.core.plugin;

/** Something that was plugged in and can be taken out again. Closing it twice does nothing more. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
    @Override
    void close();
}
