package dev.haven.proof;

import dev.haven.server.config.ConfigFile;
import dev.haven.server.http.Role;
import dev.haven.server.wiring.DevelopmentTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A centre's installation under test: one Redis, some router nodes, each a process that can be
 * killed.
 */
final class Site implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(60);

  private final Path folder;
  private final Path config;
  private final List<Router> routers = new ArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, String> tokens = new ConcurrentHashMap<>();

  /**
   * @param configuration the nodes' YAML
   */
  Site(Path folder, String configuration) throws IOException {
    this.folder = folder;
    this.config = Files.writeString(folder.resolve("haven.yaml"), configuration);
  }

  /** One router node. */
  static final class Router {
    final Process process;
    final int port;
    final int opsPort;

    Router(Process process, int port, int opsPort) {
      this.process = process;
      this.port = port;
      this.opsPort = opsPort;
    }

    /** As if the machine's power were cut: no goodbye. */
    void kill() {
      process.destroyForcibly();
    }
  }

  Router startRouter() throws IOException {
    int port = freePort();
    int opsPort = freePort();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-jar",
                Path.of("target", "haven.jar").toAbsolutePath().toString(),
                "serve",
                "--config",
                config.toString(),
                "--port",
                Integer.toString(port),
                "--ops-port",
                Integer.toString(opsPort),
                "--data",
                folder.resolve("data").toString())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("node-" + port + ".log").toFile()))
            .start();
    Router router = new Router(process, port, opsPort);
    routers.add(router);
    awaitReady(router);
    return router;
  }

  Path folder() {
    return folder;
  }

  /** What the node wrote, for the report of a failure. */
  String log(Router router) {
    try {
      String text = Files.readString(folder.resolve("node-" + router.port + ".log"));
      return text.substring(Math.max(0, text.length() - 2_000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String token(String subject, Role role) {
    return token(subject, role, "main");
  }

  String token(String subject, Role role, String workspace) {
    return tokens.computeIfAbsent(
        subject + '|' + role + '|' + workspace,
        k ->
            DevelopmentTokens.make(
                ConfigFile.load(config).with(folder.resolve("data").toString(), null, null, null),
                subject,
                role,
                workspace));
  }

  /** The Redis that the first node started; it outlives every node that is killed. */
  ProcessHandle redis() throws IOException {
    String pid = Files.readString(folder.resolve("data").resolve("redis").resolve("redis.pid"));
    return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
  }

  HttpResponse<String> call(Router router, String method, String path, String token, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + router.port + path))
            .timeout(Duration.ofSeconds(15))
            .header("Authorization", "Bearer " + token);
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(body));
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /**
   * Runs a command of the jar on this site's data folder; answers what it printed, exit code first.
   */
  String run(String... words) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("target", "haven.jar").toAbsolutePath().toString()));
    command.addAll(List.of(words));
    command.addAll(List.of("--data", folder.resolve("data").toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + "\n" + said;
  }

  String metrics(Router router) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + router.opsPort + "/metrics"))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private void awaitReady(Router router) {
    long end = System.nanoTime() + READY.toNanos();
    while (System.nanoTime() < end) {
      if (!router.process.isAlive()) {
        throw new IllegalStateException("the node ended: " + log(router));
      }
      try {
        if (http.send(
                    HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + router.opsPort + "/health/ready"))
                        .timeout(Duration.ofSeconds(2))
                        .build(),
                    HttpResponse.BodyHandlers.discarding())
                .statusCode()
            == 200) {
          return;
        }
      } catch (IOException e) {
        // not open yet
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      await(router.process, 100);
    }
    throw new IllegalStateException("not ready in " + READY + ": " + log(router));
  }

  /**
   * Waits for the process to end, at most that long: the shortest wait there is for somebody else's
   * port.
   */
  private static void await(Process process, long ms) {
    try {
      process.waitFor(ms, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A free port from below the range of outgoing connections, so that none of those takes it. */
  private static int freePort() throws IOException {
    IOException last = null;
    for (int attempt = 0; attempt < 100; attempt++) {
      try (ServerSocket socket =
          new ServerSocket(ThreadLocalRandom.current().nextInt(20_000, 32_000))) {
        return socket.getLocalPort();
      } catch (IOException e) {
        last = e;
      }
    }
    throw new IOException("no free port", last);
  }

  @Override
  public void close() {
    for (Router router : routers) {
      router.process.destroy();
    }
    for (Router router : routers) {
      await(router.process, 15_000);
      router.process.destroyForcibly();
    }
  }
}
