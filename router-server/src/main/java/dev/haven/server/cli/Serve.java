package dev.haven.server.cli;

import dev.haven.server.config.HavenConfig;
import dev.haven.server.wiring.Node;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import sun.misc.Signal;

/** Runs a router node until it is told to stop. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = Haven.Version.class,
    description = "Runs a router node; without --config, development defaults on loopback.")
final class Serve implements Callable<Integer> {
  @Mixin private NodeOptions options = new NodeOptions();

  @Override
  public Integer call() throws InterruptedException {
    HavenConfig config = options.config();
    Node node = Node.start(config);
    if (options.hasFile()) {
      node.reloadFrom(options::config);
      Signal.handle(new Signal("HUP"), signal -> new Thread(node::reload, "reload").start());
    }
    Stop stop = Stop.of(node::close);
    if (config.development()) {
      System.err.println(
          "DEVELOPMENT MODE: keys of "
              + config.data()
              + ", unknown navigators are created, loopback only. Not for real people.");
    }
    System.err.println(
        "http://127.0.0.1:" + node.port() + "  ops http://127.0.0.1:" + node.opsPort());
    stop.await();
    return 0;
  }
}
