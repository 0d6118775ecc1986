package dev.haven.loadtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A broker of this run alone: ports, data, logs, cookie and port mapper of its own, so that it
 * neither meets nor disturbs one that runs on the machine.
 */
final class RabbitServer implements AutoCloseable {
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

  private final int port = Machine.freePort();
  private final String mapperPort = Integer.toString(Machine.freePort());
  private final Child process;

  /**
   * @param command the broker's own start script, not a distribution's wrapper that changes users
   */
  RabbitServer(Path folder, Path command) {
    Path home = folder.resolve("rabbitmq");
    try {
      Files.createDirectories(home);
      Files.writeString(home.resolve("enabled_plugins"), "[].\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process =
        Child.start(
            folder,
            "rabbitmq",
            List.of(command.toString()),
            Map.of(
                "HOME",
                home.toString(),
                "ERL_EPMD_PORT",
                mapperPort,
                "RABBITMQ_NODENAME",
                "loadtest-" + port + "@localhost",
                "RABBITMQ_NODE_IP_ADDRESS",
                "127.0.0.1",
                "RABBITMQ_NODE_PORT",
                Integer.toString(port),
                "RABBITMQ_DIST_PORT",
                Integer.toString(Machine.freePort()),
                "RABBITMQ_MNESIA_BASE",
                home.resolve("data").toString(),
                "RABBITMQ_LOG_BASE",
                home.resolve("log").toString(),
                "RABBITMQ_CONFIG_FILE",
                home.resolve("none").toString(),
                "RABBITMQ_ENABLED_PLUGINS_FILE",
                home.resolve("enabled_plugins").toString()));
    process.awaitPort(port);
  }

  int port() {
    return port;
  }

  /** Of the virtual machine that does the work; the start script may wait beside it. */
  long pid() {
    return ProcessHandle.of(process.pid()).stream()
        .flatMap(ProcessHandle::descendants)
        .filter(p -> p.info().command().orElse("").endsWith("beam.smp"))
        .mapToLong(ProcessHandle::pid)
        .findFirst()
        .orElse(process.pid());
  }

  @Override
  public void close() {
    long machine = pid();
    process.close();
    if (machine != process.pid()) {
      ProcessHandle.of(machine).ifPresent(RabbitServer::awaitEnd);
    }
    try {
      ProcessBuilder mapper = new ProcessBuilder("epmd", "-port", mapperPort, "-kill");
      mapper.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      System.err.println("the port mapper on port " + mapperPort + " was not ended");
    }
  }

  /** The start script ends before the virtual machine has written what it keeps. */
  private static void awaitEnd(ProcessHandle machine) {
    try {
      machine.onExit().get(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      machine.destroyForcibly();
    } catch (InterruptedException e) {
      machine.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
