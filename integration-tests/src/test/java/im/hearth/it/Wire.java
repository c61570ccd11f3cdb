package im.hearth.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP connection to somewhere on this machine that can be cut and mended. */
final class Wire implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean whole = true;

    private Wire(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    static Wire to(int port) throws IOException {
        Wire wire = new Wire(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), port);
        daemon(wire::accept);
        return wire;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Closes every connection, and every new one at once. */
    void cut() {
        whole = false;
        open.forEach(Wire::closeQuietly);
    }

    void mend() {
        whole = true;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                if (!whole) {
                    near.close();
                    continue;
                }
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                open.add(near);
                open.add(far);
                daemon(() -> copy(near, far));
                daemon(() -> copy(far, near));
            } catch (IOException e) {
                // The listener was closed, or the other side is not there: the next one may work.
            }
        }
    }

    private void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[64 * 1024];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
                out.flush();
            }
        } catch (IOException e) {
            // Cut, or closed by one end: the other end learns it below.
        } finally {
            closeQuietly(from);
            closeQuietly(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "wire");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed already.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
