package dev.haven.adapter.hylafax;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.haven.adapter.support.Requests;
import dev.haven.channel.Attachment;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.Headers;
import dev.haven.channel.InboundContact;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hook a fax server runs, as HylaFAX runs it: with its arguments, in the spool folder. Needs
 * Debian's openssl and curl; runs in the Maven profile debian.
 */
@EnabledIfSystemProperty(named = "test.debian", matches = "true")
@NullUnmarked
class HylaFaxHookIT {
  private static final Path HOOK =
      Path.of(System.getProperty("basedir", "."), "../config/hylafax/haven-faxrcvd")
          .toAbsolutePath()
          .normalize();
  private static final byte[] TIFF = {'I', 'I', '*', 0, 8, 0, 0, 0, 0, (byte) 0xff};

  @TempDir private Path spool;

  private final BlockingQueue<RawRequest> received = new LinkedBlockingQueue<>();
  private final AtomicInteger answer = new AtomicInteger(200);
  private HttpServer router;
  private HylaFaxAdapter adapter;

  @BeforeEach
  void start() throws Exception {
    router = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    router.createContext("/hooks/fax", this::take);
    router.start();
    Files.createDirectory(spool.resolve("recvq"));
    Files.write(spool.resolve("recvq/fax000000042.tif"), TIFF);
    Path key = spool.resolve("key.pem");
    run("openssl", "genpkey", "-algorithm", "ed25519", "-out", key.toString());
    Path der = spool.resolve("key.der");
    run("openssl", "pkey", "-in", key.toString(), "-pubout", "-outform", "DER", "-out", "key.der");
    byte[] spki = Files.readAllBytes(der);
    Files.writeString(
        spool.resolve("haven.conf"),
        "HAVEN_URL=http://127.0.0.1:"
            + router.getAddress().getPort()
            + "/hooks/fax\nHAVEN_KEY="
            + key
            + "\n");
    EndpointConfig endpoint =
        Requests.endpoint(
            "hylafax",
            Map.of("calledNumberCallId", 3),
            Map.of(
                "publicKey",
                "whpk_"
                    + Base64.getEncoder()
                        .encodeToString(Arrays.copyOfRange(spki, spki.length - 32, spki.length))));
    adapter = new HylaFaxAdapter(endpoint);
  }

  @AfterEach
  void stop() {
    router.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    List<Headers.Line> lines = new ArrayList<>();
    exchange
        .getRequestHeaders()
        .forEach((name, all) -> all.forEach(one -> lines.add(new Headers.Line(name, one))));
    received.add(
        new RawRequest(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            Headers.of(lines),
            exchange.getRequestBody().readAllBytes(),
            "127.0.0.1"));
    exchange.sendResponseHeaders(answer.get(), -1);
    exchange.close();
  }

  private int run(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(spool.toFile());
    builder.environment().put("HAVEN_FAX_CONF", spool.resolve("haven.conf").toString());
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }

  private int hook(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", HOOK.toString()));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  private RawRequest next() throws InterruptedException {
    return received.poll(30, TimeUnit.SECONDS);
  }

  @Test
  void shouldHandAFaxOver() throws Exception {
    // when a fax was received of somebody whose name has quotes
    int code =
        hook(
            "recvq/fax000000042.tif",
            "ttyS0",
            "000000042",
            "",
            "+15551230009",
            "Ann \"Q\" O\\Neil",
            "2025550199");

    // then it is believed, with its file, and nothing waits
    assertThat(code).isZero();
    RawRequest request = next();
    assertThat(adapter.verify(request, Instant.now())).isInstanceOf(Verdict.Accepted.class);
    InboundContact contact =
        (InboundContact)
            ((ParseResult.Events) adapter.parse(request, Instant.now())).events().get(0);
    assertThat(contact.externalId()).isEqualTo("000000042");
    assertThat(contact.from().value()).isEqualTo("+15551230009");
    assertThat(contact.to().value()).isEqualTo("2025550199");
    assertThat(contact.fromName()).isEqualTo("Ann \"Q\" O\\Neil");
    Attachment file = contact.attachments().get(0);
    assertThat(file.content()).isEqualTo(TIFF);
    assertThat(file.contentType()).isEqualTo("image/tiff");
    assertThat(waiting()).isEmpty();

    // and another body under the same signature is not
    String changed = new String(request.body(), UTF_8).replace("+15551230009", "+15551230001");
    assertThat(
            adapter.verify(
                new RawRequest(
                    "POST", request.uri(), request.headers(), changed.getBytes(UTF_8), "127.0.0.1"),
                Instant.now()))
        .isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void shouldKeepWhatCouldNotBeHandedOverAndTryItAgain() throws Exception {
    // given a router that cannot take it now
    answer.set(503);
    assertThat(hook("recvq/fax000000042.tif", "ttyS0", "000000043", "")).isNotZero();
    RawRequest first = next();
    assertThat(waiting()).containsExactly("000000043-fax");

    // when it can
    answer.set(200);
    assertThat(hook("--again")).isZero();

    // then the same fax comes under the same name
    RawRequest again = next();
    assertThat(again.header("webhook-id")).isEqualTo(first.header("webhook-id"));
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(adapter.verify(again, Instant.now())).isInstanceOf(Verdict.Accepted.class);
    assertThat(waiting()).isEmpty();
    assertThat(hook("--again")).isZero();
    assertThat(received).isEmpty();
  }

  @Test
  void shouldHandOverNothingFromElsewhere() throws Exception {
    for (String file : List.of("../key.pem", "recvq/../key.pem", "/etc/passwd", "recvq/a/b")) {
      assertThat(hook(file, "ttyS0", "000000044", "")).as(file).isEqualTo(64);
    }
    assertThat(hook("recvq/fax000000042.tif", "ttyS0", "../44", "")).isEqualTo(64);
    assertThat(received).isEmpty();
  }

  private List<String> waiting() throws IOException {
    try (Stream<Path> files = Files.list(spool.resolve("haven"))) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }
}
