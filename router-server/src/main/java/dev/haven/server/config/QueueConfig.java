package dev.haven.server.config;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named set of waiting contacts.
 *
 * @param servicePercent share of contacts that should be offered within {@code serviceWithin}
 */
public record QueueConfig(String id, String name, int servicePercent, Duration serviceWithin) {
  public static final QueueConfig SUPPORT =
      new QueueConfig("support", "support", 80, ofSeconds(60));

  static final List<QueueConfig> DEFAULT = List.of(SUPPORT);

  static @Nullable QueueConfig read(Block block) {
    String id = block.requiredText("id", Forms.ID, Forms.ID_RANGE);
    String name = block.text("name", id == null ? "" : id, Forms.NAME, Forms.NAME_RANGE);
    Block level = block.block("serviceLevel");
    int percent = level.integer("percent", 80, 1, 100);
    Duration within = level.duration("within", ofSeconds(60), ofSeconds(1), ofHours(24));
    level.done();
    return id == null ? null : new QueueConfig(id, name, percent, within);
  }
}
