package dev.haven.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.http.HttpMethod;
import java.net.URLDecoder;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one table of what REST can do and who may do it; what is not in it is denied. A shape is the
 * path below {@code /api/v1/} with {@code *} for an id.
 */
public final class RestRoutes {
  static final String PREFIX = "/api/v1/";
  private static final String ATTACHMENT = "/attachments/";

  /** Does it, for somebody who may. The id is the path's, unchecked; "" when the shape has none. */
  @FunctionalInterface
  interface Call {
    void handle(Exchange x, Identity who, String id);
  }

  /** One line of the table. */
  public record Route(HttpMethod method, String shape, Set<Role> roles, Call call) {}

  private final Map<String, Map<HttpMethod, Route>> byShape = new HashMap<>();

  void add(HttpMethod method, String shape, Call call, Role first, Role... more) {
    Route route = new Route(method, shape, EnumSet.of(first, more), call);
    if (byShape.computeIfAbsent(shape, s -> new LinkedHashMap<>()).put(method, route) != null) {
      throw new IllegalStateException(method + " " + shape + " stands in the table twice");
    }
  }

  /** The methods of that shape; null when there is no such path. */
  @Nullable Map<HttpMethod, Route> find(String shape) {
    return byShape.get(shape);
  }

  /**
   * The shape of a path: the second segment is an id, what follows stands as it is, except for the
   * name of an attachment.
   */
  static String shapeOf(String path) {
    int first = path.indexOf('/', PREFIX.length());
    if (first < 0) {
      return path.substring(PREFIX.length());
    }
    int second = path.indexOf('/', first + 1);
    String head = path.substring(PREFIX.length(), first + 1);
    if (second < 0) {
      return head + '*';
    }
    return path.startsWith(ATTACHMENT, second)
            && path.indexOf('/', second + ATTACHMENT.length()) < 0
        ? head + '*' + ATTACHMENT + '*'
        : head + '*' + path.substring(second);
  }

  /** The path's id, decoded; "" when it has none. Escapes were checked by the framing guard. */
  static String idOf(String path) {
    int first = path.indexOf('/', PREFIX.length());
    if (first < 0) {
      return "";
    }
    int second = path.indexOf('/', first + 1);
    String id = path.substring(first + 1, second < 0 ? path.length() : second);
    return id.indexOf('%') < 0 ? id : URLDecoder.decode(id.replace("+", "%2B"), UTF_8);
  }

  static String allow(Map<HttpMethod, Route> methods) {
    return methods.keySet().stream()
        .map(HttpMethod::name)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** Every line, for the test of each cell. */
  public Iterable<Route> all() {
    return byShape.values().stream().flatMap(m -> m.values().stream()).toList();
  }
}
