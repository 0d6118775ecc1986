package dev.haven.server.config;

import org.jspecify.annotations.Nullable;

/**
 * The operations port: metrics and health, aggregates only.
 *
 * @param port 0 takes any free port
 * @param bearer what a scraper must show; null when the network already decides
 */
public record OpsConfig(String host, int port, @Nullable Secret bearer) {
  static OpsConfig read(Block block) {
    OpsConfig config =
        new OpsConfig(
            block.text("host", "127.0.0.1", Forms.HOST, Forms.HOST_RANGE),
            block.integer("port", 9090, 0, 65_535),
            block.secret("bearer"));
    block.done();
    return config;
  }
}
