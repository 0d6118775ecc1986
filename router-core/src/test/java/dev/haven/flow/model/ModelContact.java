package dev.haven.flow.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A contact of the model. */
final class ModelContact {
  final String id;
  String state = "";
  String digest = "";
  String source = "";
  int channel;
  String language = "";
  int lane;
  int tier;
  int score;
  boolean aged;
  long arrived;
  long order;

  /** Steps count from then; 0 for {@link #order}. */
  long from;

  long sequence;
  List<String> steps = List.of();
  int step;
  long latest;
  String designated = "";
  long[] holds = new long[5];
  String held = "";
  long heldUntil;
  final Map<String, Long> exclusions = new LinkedHashMap<>();
  int attempt;

  /** Number of the last attempt where a consult had it; 0 where {@link #attempt} is it. */
  int last;

  ModelConsult.Open consult;
  ModelOutside.Attempt outside;
  final List<ModelParallel.Further> also = new ArrayList<>();
  String navigator = "";
  long offerEnds;
  String offerSession = "";
  String engagement = "";
  long engagedAt;
  String kind = "";
  String disposition = "";
  boolean adverse;
  boolean live;
  String conversation = "";
  String person = "";
  String drain = "";
  int messages;
  long said;
  boolean aside;
  int rung;
  long climb;

  /** How many navigators it is offered to at once, as its plan says. */
  int wide = 1;

  /** A step of its plan takes navigators who do not speak its language. */
  boolean interpreter;

  boolean placed;

  /** Noted that its latest start has passed. */
  boolean late;

  /** Of a joined contact. */
  String lead = "";

  final List<String> members = new ArrayList<>();
  String previous = "";
  long closedAt;
  long deadline;

  ModelContact(String id) {
    this.id = id;
  }

  long countsFrom() {
    return from > 0 ? from : order;
  }

  int attempts() {
    return last > 0 ? last : attempt;
  }

  String offerId() {
    return id + "." + attempt;
  }

  int rank() {
    return aged && tier > 3 ? 3 : tier;
  }

  boolean strict() {
    return tier <= 2;
  }

  /** Smaller goes first; the arrival sequence breaks ties. */
  long place() {
    return rank() * 10_000_000_000_000L + order;
  }

  boolean before(ModelContact other) {
    return place() < other.place() || (place() == other.place() && sequence < other.sequence);
  }

  TreeMap<String, String> fields() {
    TreeMap<String, String> f = new TreeMap<>();
    f.put("state", state);
    f.put("tier", Integer.toString(tier));
    f.put("score", Integer.toString(score));
    f.put("said", said == 0 ? "" : Long.toString(said));
    f.put("lane", Integer.toString(lane));
    f.put("ord", Long.toString(order));
    f.put("aged", aged ? "1" : "");
    f.put("step", step == 0 ? "" : Integer.toString(step));
    f.put("held", held);
    StringBuilder excl = new StringBuilder();
    exclusions.forEach((n, until) -> excl.append(n).append('>').append(until).append(';'));
    f.put("excl", excl.toString());
    f.put("try", attempt == 0 ? "" : Integer.toString(attempt));
    f.put("nav", navigator);
    f.put("oexp", offerEnds == 0 ? "" : Long.toString(offerEnds));
    f.put("est", engagement);
    f.put("kind", kind);
    f.put("disp", disposition);
    f.put("drain", drain);
    f.put("ae", adverse ? "1" : "");
    f.put("live", live ? "1" : "");
    f.put("pre", aside ? "1" : "");
    f.put("rung", climb == 0 ? "" : Integer.toString(rung));
    f.put("wide", wide == 1 ? "" : Integer.toString(wide));
    f.put("itp", interpreter ? "1" : "");
    f.put("climb", climb == 0 ? "" : Long.toString(climb));
    f.put("dsg", designated);
    f.put("prev", previous);
    f.put("con", consult == null ? "" : consult.toString());
    f.put("out", outside == null ? "" : outside.toString());
    f.put("from", from == 0 ? "" : Long.toString(from));
    f.put("also", ModelParallel.text(also));
    f.put("lead", lead);
    f.put("grp", members.stream().map(id -> id + ",").collect(Collectors.joining()));
    f.put("last", last == 0 ? "" : Integer.toString(last));
    return f;
  }
}
