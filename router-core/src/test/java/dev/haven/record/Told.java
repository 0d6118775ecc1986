package dev.haven.record;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A journal written by a test: each call is one transition, chained as the scripts chain theirs.
 * Lines are given without number and time: {@code type|"name":value,...}.
 */
public final class Told {
  static final String SMS_LANE =
      "lane.registered|\"lane\":0,\"definition\":{\"queue\":\"support\",\"channel\":\"sms\","
          + "\"language\":\"en\",\"skills\":{}}";
  static final String FAX_LANE =
      "lane.registered|\"lane\":1,\"definition\":{\"queue\":\"billing\",\"channel\":\"fax\","
          + "\"language\":\"es\",\"skills\":{}}";
  static final String PROFILE =
      "profile.registered|\"profile\":0,\"definition\":{\"queues\":[\"support\"],"
          + "\"languages\":[\"en\"],\"skills\":{},\"channels\":[\"sms\"]}";

  private final List<JournalBatch> batches = new ArrayList<>();
  private long n;
  private long at = 1_000_000;
  private String hash = "";

  /** Two lanes, and ana, who serves the first and is there. */
  static Told withAna() {
    return new Told()
        .then("node.opened|\"policy\":\"p\",\"costs\":[100,30,30,10,10,10],\"step\":2000")
        .then(SMS_LANE)
        .then(FAX_LANE)
        .then(PROFILE)
        .then("navigator.upserted|\"navigator\":\"ana\",\"profile\":0,\"capacities\":[0,0,2,0,0,0]")
        .then("session.opened|\"navigator\":\"ana\",\"session\":1")
        .then("activity.changed|\"navigator\":\"ana\",\"activity\":\"available\"");
  }

  Told then(String... lines) {
    List<String> texts = new ArrayList<>();
    at += 1_000;
    for (String line : lines) {
      int bar = line.indexOf('|');
      n++;
      texts.add(
          "{\"n\":"
              + n
              + ",\"at\":"
              + at
              + ",\"type\":\""
              + line.substring(0, bar)
              + "\","
              + line.substring(bar + 1)
              + "}");
    }
    hash = sha1(hash + String.join("\n", texts));
    batches.add(new JournalBatch("w", texts, hash));
    return this;
  }

  /** A contact of the SMS lane; its order time is its sequence. */
  Told placed(String id, int tier, int sequence) {
    return then(placedLine(id, tier, sequence, 0));
  }

  static String placedLine(String id, int tier, int sequence, int lane) {
    return "contact.placed|\"contact\":\""
        + id
        + "\",\"channel\":"
        + (lane == 0 ? 2 : 4)
        + ",\"lane\":"
        + lane
        + ",\"tier\":"
        + tier
        + ",\"arrived\":"
        + (500 + sequence)
        + ",\"order\":"
        + (500 + sequence)
        + ",\"sequence\":"
        + sequence;
  }

  Told offered(String id, int tier, int sequence, String navigator) {
    return then(offeredLine(id, tier, sequence, navigator));
  }

  static String offeredLine(String id, int tier, int sequence, String navigator) {
    return "offer.created|\"offer\":\""
        + id
        + ".1\",\"contact\":\""
        + id
        + "\",\"navigator\":\""
        + navigator
        + "\",\"tier\":"
        + tier
        + ",\"rank\":"
        + tier
        + ",\"order\":"
        + (500 + sequence)
        + ",\"policy\":\"p\"";
  }

  static String rescindedLine(String id, String navigator, String whom) {
    return "offer.rescinded|\"offer\":\""
        + id
        + ".1\",\"contact\":\""
        + id
        + "\",\"navigator\":\""
        + navigator
        + "\",\"for\":\""
        + whom
        + "\"";
  }

  Told accepted(String id, String navigator) {
    return then(
        "offer.accepted|\"offer\":\""
            + id
            + ".1\",\"contact\":\""
            + id
            + "\",\"navigator\":\""
            + navigator
            + "\",\"state\":\"talking\"");
  }

  List<JournalBatch> batches() {
    return batches;
  }

  /** The journal with one line's text changed, the hashes as they were. */
  List<JournalBatch> changed(String from, String to) {
    return batches.stream()
        .map(
            b ->
                new JournalBatch(
                    b.workspace(),
                    b.lines().stream().map(l -> l.replace(from, to)).toList(),
                    b.hash()))
        .toList();
  }

  List<Breach> audit() {
    return audit(batches);
  }

  /** What the audit finds in a journal, told by a test or by the scripts. */
  public static List<Breach> audit(List<JournalBatch> batches) {
    List<Breach> breaches = new ArrayList<>();
    Audit audit = new Audit(breaches::add);
    batches.forEach(audit::take);
    return breaches;
  }

  static List<Breach.Kind> kinds(List<Breach> breaches) {
    return breaches.stream().map(Breach::kind).toList();
  }

  private static String sha1(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-1")
                  .digest(text.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
