package dev.haven.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a waiting caller hears.
 *
 * @param language BCP 47 tag for the announcements
 * @param position place, 1 is next; 0 when not to be told
 * @param estimatedWait null when not to be told
 */
public record HoldPlan(String language, int position, @Nullable Duration estimatedWait) {}
