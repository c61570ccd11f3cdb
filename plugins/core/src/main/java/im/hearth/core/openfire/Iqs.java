package im.hearth.core.openfire;

import im.hearth.core.plugin.Registration;
import im.hearth.core.problem.Kind;
import im.hearth.core.problem.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jivesoftware.openfire.IQHandlerInfo;
import org.jivesoftware.openfire.IQRouter;
import org.jivesoftware.openfire.handler.IQHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.component.IQResultListener;
import org.xmpp.packet.IQ;

/** Serves requests (IQ get and set) to the server and to accounts, by the namespace of their payload. */
public final class Iqs {
    private static final Logger log = LoggerFactory.getLogger(Iqs.class);

    private final IQRouter router;

    public Iqs(IQRouter router) {
        this.router = router;
    }

    /**
     * Serves a namespace.
     *
     * @param serve from the request, whose {@code from} is a full JID, to its result, or null where that comes by itself;
     *     throws Problem for an error
     */
    public Registration serve(String element, String namespace, Function<IQ, @Nullable IQ> serve) {
        Handler handler = new Handler(element, namespace, serve);
        router.addHandler(handler);
        return () -> router.removeHandler(handler);
    }

    /**
     * Sends a request of ours and waits for its answer.
     *
     * @param request with an id that no other one has
     * @param route sends it
     * @return the result or the error; empty where none came in that time
     */
    public Optional<IQ> ask(IQ request, Duration patience, Consumer<IQ> route) {
        CompletableFuture<IQ> answer = new CompletableFuture<>();
        router.addIQResultListener(
                request.getID(),
                new IQResultListener() {
                    @Override
                    public void receivedAnswer(IQ packet) {
                        answer.complete(packet);
                    }

                    @Override
                    public void answerTimeout(String packetId) {
                        // Whoever asked does not wait any more.
                    }
                },
                patience.toMillis());
        route.accept(request);
        try {
            return Optional.of(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("An answer never fails", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static final class Handler extends IQHandler {
        private final IQHandlerInfo info;
        private final Function<IQ, @Nullable IQ> serve;

        Handler(String element, String namespace, Function<IQ, @Nullable IQ> serve) {
            super("Hearth " + namespace);
            this.info = new IQHandlerInfo(element, namespace);
            this.serve = serve;
        }

        @Override
        public @Nullable IQ handleIQ(IQ request) {
            if (!request.isRequest()) {
                // A client's answer to something that we pushed: there is nothing to say to that.
                return null;
            }
            try {
                return serve.apply(request);
            } catch (Problem problem) {
                return StanzaErrors.reply(request, problem);
            } catch (RuntimeException e) {
                log.error("A request of {} failed", info.getNamespace(), e);
                return StanzaErrors.reply(
                        request, Problem.of(Kind.INTERNAL, "Something went wrong here. Try again later."));
            }
        }

        @Override
        public IQHandlerInfo getInfo() {
            return info;
        }

        /** Asked by 5.x only: the rules say themselves what a missing user means. */
        @SuppressWarnings({"EffectivelyPrivate", "UnusedMethod"})
        public boolean performNoSuchUserCheck() {
            return false;
        }
    }
}
