package dev.haven.flow.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A navigator of the model. */
final class ModelNavigator {
  final String id;
  int profile;
  int[] capacity = new int[6];
  int[] counts = new int[6];
  int[] parked = new int[6];
  String activity = "";
  String next = "";
  boolean connected;
  String node = "";
  String standIn = "";
  long epoch;
  long lost;
  String offer = "";
  final List<String> work = new ArrayList<>();
  final List<String> consults = new ArrayList<>();
  long idle;
  long ramp = -1;
  long seq;
  String drain = "";
  int drainTier = 4;
  boolean duty;
  int aside;
  int missed;
  final List<Long> interruptions = new ArrayList<>();
  Filed filed;

  /**
   * The ready set a navigator stands in: room as masks, the least urgent tier they take, and how
   * good they stand.
   */
  record Filed(int normal, int strict, int ceiling, long score) {
    boolean fits(int channel, int rank) {
      return rank <= ceiling && ((rank <= 2 ? strict : normal) >> channel & 1) == 1;
    }
  }

  ModelNavigator(String id) {
    this.id = id;
  }

  boolean onDuty() {
    return connected && activity.equals("available") && next.isEmpty();
  }

  boolean busy() {
    return !offer.isEmpty() || !work.isEmpty() || !consults.isEmpty();
  }

  static String six(int[] v) {
    return Arrays.stream(v).mapToObj(Integer::toString).collect(Collectors.joining(","));
  }

  TreeMap<String, String> fields() {
    TreeMap<String, String> f = new TreeMap<>();
    f.put("act", activity);
    f.put("next", next);
    f.put("conn", epoch == 0 ? "" : connected ? "1" : "0");
    f.put("ep", epoch == 0 ? "" : Long.toString(epoch));
    f.put("off", offer);
    f.put("cnt", six(counts));
    f.put("pk", six(parked));
    f.put("work", work.stream().map(w -> w + ",").collect(Collectors.joining()));
    f.put("stand", standIn);
    f.put("cons", consults.stream().map(w -> w + ",").collect(Collectors.joining()));
    f.put("seq", seq == 0 ? "" : Long.toString(seq));
    f.put("drain", drain);
    f.put("dt", drain.isEmpty() ? "" : Integer.toString(drainTier));
    f.put("duty", duty ? "1" : "");
    f.put("lost", lost == 0 ? "" : Long.toString(lost));
    f.put("ramp", ramp < 0 ? "" : Long.toString(ramp));
    f.put("idle", Long.toString(idle));
    f.put("miss", missed == 0 ? "" : Integer.toString(missed));
    f.put("pre", aside == 0 ? "" : Integer.toString(aside));
    f.put("intr", interruptions.stream().map(at -> at + ";").collect(Collectors.joining()));
    return f;
  }
}
