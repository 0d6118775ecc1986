package dev.haven.server.cli;

import dev.haven.server.config.ConfigException;
import dev.haven.server.config.ConfigFile;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.Problem;
import dev.haven.server.demo.Demo;
import dev.haven.server.demo.DemoPace;
import dev.haven.server.demo.DemoWatch;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows Haven at work: a node with simulated people and navigators, until it is told to stop. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = Haven.Version.class,
    description =
        "Runs a node with embedded Redis, simulated people and navigators in English and Spanish,"
            + " and a page that shows what it does.")
final class DemoCommand implements Callable<Integer> {
  private static final int MOST = 50;

  @Option(names = "--port", paramLabel = "N", description = "HTTP port (default: 8080).")
  private @Nullable Integer port;

  @Option(names = "--ops-port", paramLabel = "N", description = "Port of metrics and health.")
  private @Nullable Integer opsPort;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of keys and embedded Redis (default: ./haven-data).")
  private @Nullable String data;

  @Option(
      names = "--navigators",
      paramLabel = "N",
      defaultValue = "6",
      description = "How many navigators serve, 1 to 50 (default: ${DEFAULT-VALUE}).")
  private int navigators = 6;

  @Override
  public Integer call() throws InterruptedException {
    if (navigators < 1 || navigators > MOST) {
      throw new ConfigException(
          List.of(new Problem("--navigators", 0, "is " + navigators + ", but 1 to 50 may serve")));
    }
    HavenConfig config = ConfigFile.defaults().with(data, port, opsPort, null);
    Demo demo =
        Demo.start(
            config, navigators, DemoPace.busyMorning(navigators), DemoWatch.NONE, new Random());
    Stop stop = Stop.of(demo::close);
    String home = "http://127.0.0.1:" + demo.port();
    System.out.println("Haven is at work; the people and navigators are simulated.");
    System.out.println("  Watch it        " + home + "/");
    System.out.println("  Work with it    " + home + "/desktop/app   (sign in as Guest)");
    System.out.println("  Write to it     " + home + "/chat/dev-chat");
    System.out.println("  Supervise it    " + home + "/desktop/wall");
    System.out.println("  Set it up       " + home + "/desktop/setup");
    System.out.println("  Metrics         http://127.0.0.1:" + demo.opsPort() + "/metrics");
    System.out.println("  Interfaces      " + home + "/api/openapi.yaml");
    System.out.println("                  " + home + "/api/asyncapi.yaml");
    System.out.println(
        "  A token of yours: haven token --subject you --role navigator --data " + config.data());
    System.out.println("Ctrl-C stops it.");
    stop.await();
    return 0;
  }
}
