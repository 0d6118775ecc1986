package dev.haven.server.config;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

import dev.haven.plan.OpeningHours;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A named set of waiting contacts.
 *
 * @param hours null for always open
 * @param servicePercent share of contacts that should be offered within {@code serviceWithin}
 */
public record QueueConfig(
    String id,
    String name,
    int servicePercent,
    Duration serviceWithin,
    @Nullable OpeningHours hours) {
  public static final QueueConfig SUPPORT =
      new QueueConfig("support", "support", 80, ofSeconds(60), null);

  /** Service levels that have a name; percent and within beside it win. */
  enum Preset {
    USUAL(80, 60),
    /** The four fifths within 20 s of general call centres. */
    CENTRE(80, 20),
    /** URAC's 30 s for health call centres. */
    URAC(80, 30),
    /** Nine tenths of emergency calls within 15 s, NENA-STA-020. */
    NENA(90, 15);

    private final int percent;
    private final Duration within;

    Preset(int percent, int withinSeconds) {
      this.percent = percent;
      this.within = ofSeconds(withinSeconds);
    }

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final List<QueueConfig> DEFAULT = List.of(SUPPORT);

  static @Nullable QueueConfig read(Block block) {
    String id = block.requiredText("id", Forms.ID, Forms.ID_RANGE);
    String name = block.text("name", id == null ? "" : id, Forms.NAME, Forms.NAME_RANGE);
    Block level = block.block("serviceLevel");
    Preset preset = level.choice("preset", Preset.USUAL, Preset.values(), Preset::wireName);
    int percent = level.integer("percent", preset.percent, 1, 100);
    Duration within = level.duration("within", preset.within, ofSeconds(1), ofHours(24));
    level.done();
    OpeningHours hours = block.has("hours") ? HoursConfig.read(block.block("hours")) : null;
    return id == null ? null : new QueueConfig(id, name, percent, within, hours);
  }
}
