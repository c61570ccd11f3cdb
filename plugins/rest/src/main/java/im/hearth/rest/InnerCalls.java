package im.hearth.rest;

import im.hearth.core.rest.RestCalls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.servlet.DispatcherType;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request that did not come by HTTP take the whole way of one that did: it is made of the few things that the
 * servlet and Jersey ask a request for.
 */
final class InnerCalls implements RestCalls {
    private final ApiServlet servlet;

    InnerCalls(ApiServlet servlet) {
        this.servlet = servlet;
    }

    @Override
    public Answer post(String path, Map<String, String> headers, String peer, String json) {
        Reply reply = new Reply();
        try {
            servlet.service(new Post(path, headers, peer, json).request(), reply.response());
        } catch (IOException e) {
            throw new IllegalStateException("A request from within failed", e);
        }
        return new Answer(reply.status, reply.out.toString(StandardCharsets.UTF_8));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** What a method answers that is not asked for anything: nothing. */
    private static @Nullable Object nothing(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        if (type == int.class) {
            return -1;
        }
        return type == long.class ? Long.valueOf(-1) : null;
    }

    private static final class Post {
        private static final String CONTEXT = "/api";

        private final String path;
        private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private final Map<String, Object> attributes = new HashMap<>();
        private final String peer;
        private final byte[] body;
        private final Body in;

        Post(String path, Map<String, String> headers, String peer, String json) {
            this.path = path;
            this.headers.putAll(headers);
            this.headers.put("Content-Type", "application/json");
            this.peer = peer;
            this.body = json.getBytes(StandardCharsets.UTF_8);
            this.headers.put("Content-Length", Integer.toString(body.length));
            this.in = new Body(body);
        }

        @SuppressWarnings("JdkObsolete") // The servlet API asks for a StringBuffer.
        HttpServletRequest request() {
            return proxy(HttpServletRequest.class, (self, method, arguments) -> {
                String name = method.getName();
                return switch (name) {
                    case "getMethod" -> "POST";
                    case "getProtocol" -> "HTTP/1.1";
                    case "getScheme" -> "http";
                    case "getServerName" -> "localhost";
                    case "getServerPort" -> 80;
                    case "getRemoteAddr", "getRemoteHost" -> peer;
                    case "getContextPath" -> CONTEXT;
                    case "getServletPath" -> "";
                    case "getPathInfo" -> path;
                    case "getRequestURI" -> CONTEXT + path;
                    case "getRequestURL" -> new StringBuffer("http://localhost" + CONTEXT + path);
                    case "getCharacterEncoding" -> "UTF-8";
                    case "getContentType" -> "application/json";
                    case "getContentLength" -> body.length;
                    case "getContentLengthLong" -> (long) body.length;
                    case "getInputStream" -> in;
                    case "getDispatcherType" -> DispatcherType.REQUEST;
                    case "getLocale" -> Locale.ENGLISH;
                    case "getLocales" -> Collections.enumeration(List.of(Locale.ENGLISH));
                    case "getParameterMap" -> Map.of();
                    case "getParameterNames" -> Collections.emptyEnumeration();
                    case "getHeader" -> headers.get(String.valueOf(arguments[0]));
                    case "getHeaders" -> {
                        String value = headers.get(String.valueOf(arguments[0]));
                        yield Collections.enumeration(value == null ? List.of() : List.of(value));
                    }
                    case "getHeaderNames" -> Collections.enumeration(headers.keySet());
                    case "getAttribute" -> attributes.get(String.valueOf(arguments[0]));
                    case "getAttributeNames" -> Collections.enumeration(List.copyOf(attributes.keySet()));
                    case "setAttribute" -> attributes.put(String.valueOf(arguments[0]), arguments[1]);
                    case "removeAttribute" -> attributes.remove(String.valueOf(arguments[0]));
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == arguments[0];
                    case "toString" -> "POST " + path;
                    default -> nothing(method.getReturnType());
                };
            });
        }
    }

    private static final class Body extends ServletInputStream {
        private final ByteArrayInputStream in;

        Body(byte[] bytes) {
            in = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            return in.read(bytes, offset, length);
        }

        @Override
        public boolean isFinished() {
            return in.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("All of the body is here");
        }
    }

    private static final class Reply {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private int status = HttpServletResponse.SC_OK;

        HttpServletResponse response() {
            ServletOutputStream stream = new ServletOutputStream() {
                @Override
                public void write(int b) {
                    out.write(b);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) {
                    out.write(bytes, offset, length);
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setWriteListener(WriteListener listener) {
                    throw new IllegalStateException("Nothing waits here");
                }
            };
            return proxy(HttpServletResponse.class, (self, method, arguments) -> {
                switch (method.getName()) {
                    case "setStatus", "sendError" -> status = (Integer) arguments[0];
                    case "getStatus" -> {
                        return status;
                    }
                    case "setHeader", "addHeader" ->
                        headers.put(String.valueOf(arguments[0]), String.valueOf(arguments[1]));
                    case "getHeader" -> {
                        return headers.get(String.valueOf(arguments[0]));
                    }
                    case "containsHeader" -> {
                        return headers.containsKey(String.valueOf(arguments[0]));
                    }
                    case "getHeaders" -> {
                        String value = headers.get(String.valueOf(arguments[0]));
                        return value == null ? List.of() : List.of(value);
                    }
                    case "getHeaderNames" -> {
                        return List.copyOf(headers.keySet());
                    }
                    case "getOutputStream" -> {
                        return stream;
                    }
                    case "getWriter" -> {
                        return new PrintWriter(out, true, StandardCharsets.UTF_8);
                    }
                    case "reset", "resetBuffer" -> out.reset();
                    case "hashCode" -> {
                        return System.identityHashCode(self);
                    }
                    case "equals" -> {
                        return self == arguments[0];
                    }
                    default -> {
                        return nothing(method.getReturnType());
                    }
                }
                return null;
            });
        }
    }
}
