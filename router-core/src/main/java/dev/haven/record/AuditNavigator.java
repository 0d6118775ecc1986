package dev.haven.record;

/** A navigator as the journal's lines leave them. Used by one audit. */
final class AuditNavigator {
  final String id;
  int profile;
  int[] capacities = new int[6];
  int[] counts = new int[6];
  int[] parked = new int[6];
  String activity = "unavailable";
  String next = "";
  boolean connected;
  String offer = "";
  String drain = "";
  int ceiling = 4;

  /** Contact that work was just set aside or an offer rescinded for; the next offer is of it. */
  String asideFor = "";

  /** When the ramp began, ms; 0 for none. */
  long ramp;

  /** How many contacts of a channel the ramp surely allows: what the lines so far have shown. */
  long rampFloor = 1;

  AuditNavigator(String id) {
    this.id = id;
  }

  boolean onDuty() {
    return connected && activity.equals("available") && next.isEmpty();
  }

  /**
   * Whether one more contact fits.
   *
   * @param limit of the ramp, contacts of a channel
   * @param costs units of 100 by channel
   */
  boolean hasRoom(int channel, int rank, long limit, int[] costs) {
    int units = units(counts, costs) + costs[channel];
    if (counts[channel] >= capacities[channel] || units > 100) {
      return false;
    }
    return rank <= 2
        || (counts[channel] + parked[channel] < Math.min(capacities[channel], limit)
            && units + units(parked, costs) <= 100);
  }

  /** The least that the ramp allows. */
  long rampAtLeast() {
    return ramp == 0 ? Long.MAX_VALUE : rampFloor;
  }

  /** The most that the ramp allows at that time. */
  long rampAtMost(long at, long step) {
    return ramp == 0 ? Long.MAX_VALUE : 1 + Math.max(0, at - ramp) / Math.max(1, step);
  }

  private static int units(int[] counts, int[] costs) {
    int units = 0;
    for (int channel = 0; channel < counts.length; channel++) {
      units += counts[channel] * costs[channel];
    }
    return units;
  }
}
