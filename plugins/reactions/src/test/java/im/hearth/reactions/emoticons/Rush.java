package im.hearth.reactions.emoticons;

import im.hearth.core.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Requests that come all at once. */
final class Rush {
    private Rush() {}

    /** Lets each of some people, owner0 and so on, add emoticons with these shortcuts and the upload {@code pic} at once. */
    static void rush(Emoticons emoticons, int owners, String... shortcuts) throws Exception {
        ExecutorService devices = Executors.newFixedThreadPool(shortcuts.length);
        try {
            for (int i = 0; i < owners; i++) {
                String owner = "owner" + i;
                CyclicBarrier start = new CyclicBarrier(shortcuts.length);
                List<Future<?>> requests = new ArrayList<>();
                for (String shortcut : shortcuts) {
                    requests.add(devices.submit(() -> {
                        start.await();
                        try {
                            emoticons.add(owner, shortcut, "pic");
                        } catch (Problem problem) {
                            if (!problem.slug().equals("too-many-emoticons")) {
                                throw problem;
                            }
                        }
                        return null;
                    }));
                }
                for (Future<?> request : requests) {
                    request.get();
                }
            }
        } finally {
            devices.shutdownNow();
        }
    }
}
