package dev.haven.server.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Json;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.Media;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fetches files that platforms only name. Only from hosts that the platform or the endpoint's
 * {@code mediaHosts} names, by https, at most {@link #MOST_BYTES} in {@link #WITHIN_SECONDS}, over
 * at most {@link #MOST_HOPS} redirects; every host on the way is looked at again.
 *
 * <p><b>No way inside.</b> The name is resolved here, every address it has must be of the internet,
 * and the connection goes to the address that was looked at: a name that changes its mind in
 * between (DNS rebinding) gains nothing. {@code mediaPrivate} of an endpoint lets its own {@code
 * mediaHosts} be inside and in clear.
 *
 * <p>Failures name no address. For one event loop.
 */
final class MediaFetcher {
  static final int MOST_BYTES = SealedFiles.MAX_BYTES;
  private static final int MOST_HOPS = 3;
  private static final int WITHIN_SECONDS = 60;

  private final Vertx vertx;
  private final HttpClient client;

  MediaFetcher(Vertx vertx) {
    this.vertx = vertx;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(5_000)
                .setDecompressionSupported(false)
                .setKeepAlive(false),
            new PoolOptions().setHttp1MaxSize(8));
  }

  /** It will not come, however often it is asked for; the message is a code. */
  static final class Never extends RuntimeException {
    Never(String code) {
      super(code);
    }
  }

  /** What one endpoint may fetch, and how. */
  private record Rules(EndpointConfig endpoint, Media media) {
    /** What the site runs itself may be inside, and in clear. */
    boolean isOwn(String host) {
      return endpoint.flag("mediaPrivate", false) && Media.has(endpoint.texts("mediaHosts"), host);
    }

    boolean allows(String host) {
      return Media.has(media.hosts(), host) || Media.has(endpoint.texts("mediaHosts"), host);
    }

    Map<String, String> headers(String host, boolean secure) {
      return secure && Media.has(media.own(), host) ? media.headers() : Map.of();
    }
  }

  /**
   * Fetches a file. Fails with {@link Never} when it will never come, otherwise it may be tried
   * again.
   *
   * @param source a URL, or an id of the platform's
   */
  Future<byte[]> fetch(EndpointConfig endpoint, Media media, String source, boolean isId) {
    Rules rules = new Rules(endpoint, media);
    if (!isId) {
      return get(rules, source, 0);
    }
    URI where = media.byId().apply(source);
    if (where == null) {
      return Future.failedFuture(new Never("no_way"));
    }
    String field = media.urlField();
    return field == null
        ? get(rules, where.toString(), 0)
        : get(rules, where.toString(), 0).compose(answer -> get(rules, told(answer, field), 0));
  }

  private static String told(byte[] answer, String field) {
    JsonNode body = Json.read(answer);
    String url = Json.filled(body, field.split("[.]"));
    if (url == null) {
      throw new Never("not_found");
    }
    return url;
  }

  private Future<byte[]> get(Rules rules, String url, int hops) {
    URI uri;
    try {
      uri = URI.create(url.strip());
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(new Never("no_url"));
    }
    String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    boolean secure = "https".equalsIgnoreCase(uri.getScheme());
    boolean own = rules.isOwn(host);
    boolean clear = own && "http".equalsIgnoreCase(uri.getScheme());
    if (!rules.allows(host) || !(secure || clear) || uri.getRawUserInfo() != null) {
      return Future.failedFuture(new Never("host_not_allowed"));
    }
    int port = uri.getPort() < 0 ? (secure ? 443 : 80) : uri.getPort();
    if (!own && port != 443) {
      return Future.failedFuture(new Never("host_not_allowed"));
    }
    return vertx
        .executeBlocking(() -> resolve(host, own), false)
        .compose(address -> ask(rules, uri, host, port, secure, address, hops));
  }

  private static InetAddress resolve(String host, boolean own) throws UnknownHostException {
    InetAddress[] all = InetAddress.getAllByName(host);
    if (!own) {
      for (InetAddress one : all) {
        if (Inside.is(one)) {
          throw new Never("address_not_allowed");
        }
      }
    }
    return all[0];
  }

  private Future<byte[]> ask(
      Rules rules, URI uri, String host, int port, boolean secure, InetAddress address, int hops) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
            .setHost(host)
            .setPort(port)
            .setSsl(secure)
            .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
            .setHeaders(MultiMap.caseInsensitiveMultiMap().addAll(rules.headers(host, secure)))
            .setFollowRedirects(false);
    return client
        .request(options)
        .compose(request -> request.send().compose(response -> read(rules, uri, response, hops)))
        .timeout(WITHIN_SECONDS, TimeUnit.SECONDS)
        .recover(
            e ->
                Future.failedFuture(
                    e instanceof Never
                        ? e
                        : new IllegalStateException("no file: " + e.getClass().getSimpleName())));
  }

  private Future<byte[]> read(Rules rules, URI uri, HttpClientResponse response, int hops) {
    int status = response.statusCode();
    String location = response.getHeader("location");
    if (status >= 300 && status < 400 && location != null) {
      hangUp(response);
      String next = next(uri, location);
      return hops < MOST_HOPS && next != null
          ? get(rules, next, hops + 1)
          : Future.failedFuture(new Never("too_many_redirects"));
    }
    if (status == 200) {
      return whole(response);
    }
    hangUp(response);
    boolean gone = status >= 400 && status < 500 && status != 408 && status != 425 && status != 429;
    // Right after a message a platform may not have its file ready: 404 is tried again.
    return gone && status != 404
        ? Future.failedFuture(new Never("http_" + status))
        : Future.failedFuture(new IllegalStateException("the platform answered " + status));
  }

  private static @Nullable String next(URI from, String location) {
    try {
      return from.resolve(location).toString();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Future<byte[]> whole(HttpClientResponse response) {
    Promise<byte[]> promise = Promise.promise();
    Buffer body = Buffer.buffer();
    response.handler(
        piece -> {
          if (body.length() + piece.length() > MOST_BYTES) {
            promise.tryFail(new Never("too_large"));
            hangUp(response);
          } else {
            body.appendBuffer(piece);
          }
        });
    response.exceptionHandler(promise::tryFail);
    response.endHandler(v -> promise.tryComplete(body.getBytes()));
    return promise.future();
  }

  private static void hangUp(HttpClientResponse response) {
    response.request().connection().close();
  }
}
