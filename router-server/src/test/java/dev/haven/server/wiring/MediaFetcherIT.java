package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.EndpointId;
import dev.haven.channel.Media;
import dev.haven.channel.WorkspaceId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a platform of our own on loopback, which only a site's own hosts may be. */
@NullUnmarked
class MediaFetcherIT {
  private final Vertx vertx = Vertx.vertx();
  private final List<String> asked = new ArrayList<>();
  private HttpServer platform;
  private MediaFetcher fetcher;

  @BeforeEach
  void open() throws Exception {
    platform = await(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
    fetcher = new MediaFetcher(vertx);
  }

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  private void answer(HttpServerRequest request) {
    asked.add(request.path() + " " + request.getHeader("authorization"));
    switch (request.path()) {
      case "/file" -> request.response().end("%PDF-1.7");
      case "/moved" -> request.response().setStatusCode(302).putHeader("location", "/file").end();
      case "/inside" ->
          request
              .response()
              .setStatusCode(302)
              .putHeader("location", "http://localhost:" + platform.actualPort() + "/file")
              .end();
      case "/round" -> request.response().setStatusCode(302).putHeader("location", "/round").end();
      case "/where" ->
          request
              .response()
              .end(
                  "{\"url\":\""
                      + url("/file")
                      + "\",\"links\":{\"now\":\""
                      + url("/file")
                      + "\"}}");
      case "/soon" -> request.response().setStatusCode(503).end();
      case "/gone" -> request.response().setStatusCode(410).end();
      case "/large" -> {
        request.response().setChunked(true);
        large(request, MediaFetcher.MOST_BYTES / 1_000_000 + 2);
      }
      default -> request.response().setStatusCode(404).end();
    }
  }

  private static void large(HttpServerRequest request, int pieces) {
    if (pieces == 0) {
      request.response().end();
    } else {
      request
          .response()
          .write(Buffer.buffer(new byte[1_000_000]))
          .onSuccess(v -> large(request, pieces - 1));
    }
  }

  private String url(String path) {
    return "http://127.0.0.1:" + platform.actualPort() + path;
  }

  private static EndpointConfig endpoint(Map<String, Object> config) {
    return new EndpointConfig(
        new EndpointId("e"),
        new WorkspaceId("main"),
        "standard-webhooks",
        Channel.FAX,
        null,
        null,
        config,
        Map.of());
  }

  private static EndpointConfig own() {
    return endpoint(Map.of("mediaHosts", List.of("127.0.0.1"), "mediaPrivate", true));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private byte[] fetch(EndpointConfig endpoint, String source) throws Exception {
    return await(fetcher.fetch(endpoint, Media.NONE, source, false));
  }

  @ParameterizedTest
  @CsvSource({"/file", "/moved"})
  void shouldFetchFromASitesOwnHost(String path) throws Exception {
    assertThat(new String(fetch(own(), url(path)), StandardCharsets.UTF_8)).isEqualTo("%PDF-1.7");
  }

  @ParameterizedTest
  @CsvSource({"url", "links.now"})
  void shouldAskForTheFileOfAnId(String field) throws Exception {
    Media media = Media.NONE.byId(id -> URI.create(url("/where?id=" + id)), field);

    byte[] file = await(fetcher.fetch(own(), media, "77", true));

    assertThat(new String(file, StandardCharsets.UTF_8)).isEqualTo("%PDF-1.7");
    assertThat(asked).containsExactly("/where null", "/file null");
  }

  @Test
  void shouldNeverSendCredentialsInClear() throws Exception {
    Media media =
        Media.at(List.of("127.0.0.1"))
            .signedIn(Map.of("Authorization", "Bearer secret"), List.of("127.0.0.1"));

    await(fetcher.fetch(own(), media, url("/file"), false));

    assertThat(asked).containsExactly("/file null");
  }

  @ParameterizedTest
  @CsvSource({
    "/round, too_many_redirects",
    "/inside, host_not_allowed",
    "/gone, http_410",
    "/large, too_large"
  })
  void shouldGiveUpForGood(String path, String code) {
    assertThatThrownBy(() -> fetch(own(), url(path)))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(MediaFetcher.Never.class)
        .hasMessage(code);
  }

  @ParameterizedTest
  @CsvSource({"/soon", "/nowhere"})
  void shouldFailForNowWhenThePlatformMayHaveItLater(String path) {
    assertThatThrownBy(() -> fetch(own(), url(path)))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isNotInstanceOf(MediaFetcher.Never.class)
        .hasMessageNotContaining("127.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "https://evil.example.net/x, host_not_allowed",
    "http://media.example.com/x, host_not_allowed",
    "https://media.example.com:8443/x, host_not_allowed",
    "https://user:pw@media.example.com/x, host_not_allowed",
    "https://media.example.com.evil.example.net/x, host_not_allowed",
    "file:///etc/passwd, host_not_allowed",
    "not a url, no_url",
    "https://localhost/x, address_not_allowed",
    "https://127.0.0.1/x, address_not_allowed"
  })
  void shouldAskNobodyElse(String url, String code) {
    EndpointConfig endpoint =
        endpoint(Map.of("mediaHosts", List.of("media.example.com", "localhost", "127.0.0.1")));

    assertThatThrownBy(() -> fetch(endpoint, url))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(MediaFetcher.Never.class)
        .hasMessage(code);
    assertThat(asked).isEmpty();
  }

  @Test
  void shouldKnowHostsBelowAHostAndNoOthers() {
    List<String> hosts = List.of("a.example", ".b.example");

    assertThat(Media.has(hosts, "a.example")).isTrue();
    assertThat(Media.has(hosts, "x.b.example")).isTrue();
    assertThat(Media.has(hosts, "b.example")).isFalse();
    assertThat(Media.has(hosts, "x.a.example")).isFalse();
    assertThat(Media.has(hosts, "evilb.example")).isFalse();
  }
}
