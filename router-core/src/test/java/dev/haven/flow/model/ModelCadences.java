package dev.haven.flow.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How persons are reached and what they agreed to, in the model. */
final class ModelCadences {
  static final Set<String> NOBODY_REACHED = Set.of("no_answer", "voicemail", "busy");

  /** One contact's cadence; the fields are those of include/cadence.lua. */
  private static final class Cadence {
    String purpose = "";
    List<String> subjects = List.of();
    int most = -1;
    long gap = -1;
    boolean voicemailEnds;
    List<String> lanes = List.of();
    List<long[]> windows = List.of();
    int made;
  }

  private record Mark(boolean given, long at) {}

  private final Map<String, Cadence> cadences = new HashMap<>();
  private final Map<String, Map<String, Mark>> consents = new HashMap<>();

  private static Cadence read(String text) {
    String[] f = text.split("\n", -1);
    Cadence c = new Cadence();
    c.purpose = f[0];
    c.subjects = parts(f[1], ",");
    c.most = Integer.parseInt(f[2]);
    c.gap = Long.parseLong(f[3]);
    c.voicemailEnds = f[4].equals("1");
    c.lanes = parts(f[5], "\\|");
    c.windows = new ArrayList<>();
    for (String span : parts(f[6], ";")) {
      c.windows.add(Arrays.stream(span.split(":")).mapToLong(Long::parseLong).toArray());
    }
    return c;
  }

  private static List<String> parts(String text, String separator) {
    return Arrays.stream(text.split(separator)).filter(s -> !s.isEmpty()).toList();
  }

  boolean mayReach(String text) {
    return agreed(read(text));
  }

  void keep(String contact, String text) {
    cadences.put(contact, read(text));
  }

  void forget(String contact) {
    cadences.remove(contact);
  }

  private boolean agreed(Cadence c) {
    for (String subject : c.subjects) {
      Map<String, Mark> known = consents.getOrDefault(subject, Map.of());
      Mark all = known.get("*");
      long withdrawn = all == null || all.given() ? -1 : all.at();
      Mark given = known.get(c.purpose);
      boolean agrees =
          subject.startsWith("@") || c.purpose.isEmpty()
              ? withdrawn < 0
              : given != null && given.given() && withdrawn < given.at();
      if (!agrees) {
        return false;
      }
    }
    return true;
  }

  /** What an erased person agreed to is not known any more. */
  void forgetConsents(String person) {
    consents.remove(person);
  }

  /** The contacts that must stop, in their order; null when it was so already. */
  List<ModelContact> setConsent(
      String subject,
      String purpose,
      boolean granted,
      @Nullable Long atMs,
      long now,
      Iterable<ModelContact> contacts) {
    Map<String, Mark> known = consents.computeIfAbsent(subject, s -> new TreeMap<>());
    Mark former = known.get(purpose);
    long given =
        granted || atMs != null
            ? 0
            : known.entrySet().stream()
                .filter(e -> purpose.equals("*") || purpose.equals(e.getKey()))
                .filter(e -> e.getValue().given())
                .mapToLong(e -> e.getValue().at())
                .max()
                .orElse(0);
    long at = atMs == null ? Math.max(now, given) : atMs;
    Mark mark = new Mark(granted, at);
    if (former != null
        && (former.equals(mark)
            || (!granted && !former.given() && former.at() >= given)
            || former.at() > at)) {
      return null;
    }
    known.put(purpose, mark);
    List<ModelContact> stopped = new ArrayList<>();
    if (!granted) {
      for (ModelContact c : contacts) {
        Cadence cadence = cadences.get(c.id);
        if (cadence != null
            && cadence.subjects.contains(subject)
            && c.kind.equals("outreach")
            && (purpose.equals("*") || purpose.equals(cadence.purpose))) {
          stopped.add(c);
        }
      }
      stopped.sort((a, b) -> Long.compare(a.sequence, b.sequence));
    }
    return stopped;
  }

  /** The first moment from {@code at} on in a window; -1 when none is left. */
  private static long opening(List<long[]> windows, long at) {
    if (windows.isEmpty()) {
      return at;
    }
    return windows.stream()
        .filter(w -> w[1] > at)
        .mapToLong(w -> Math.max(at, w[0]))
        .findFirst()
        .orElse(-1);
  }

  /** When the window that holds now ends; -1 for none. */
  long windowEnds(ModelContact c, long now) {
    Cadence cadence = cadences.get(c.id);
    return cadence == null || c.strict()
        ? -1
        : cadence.windows.stream()
            .filter(w -> w[1] > now)
            .mapToLong(w -> w[1])
            .findFirst()
            .orElse(-1);
  }

  /** What becomes of work that is due now: 0 begins, a time waits until then, -1 stops. */
  long begins(ModelContact c, long now) {
    Cadence cadence = cadences.get(c.id);
    if (cadence == null || cadence.most < 0 || c.strict()) {
      return 0;
    }
    long at = opening(cadence.windows, now);
    return !agreed(cadence) || at < 0 ? -1 : at <= now ? 0 : at;
  }

  boolean hasWindowLeft(ModelContact c, long now) {
    return opening(cadences.get(c.id).windows, now) >= 0;
  }

  /** When the next attempt is, its channel and lane set in the contact; -1 when there is none. */
  long again(ModelContact c, String disposition, long now, long callbackGap, int callbackMost) {
    if (!NOBODY_REACHED.contains(disposition)) {
      return -1;
    }
    Cadence cadence = cadences.getOrDefault(c.id, new Cadence());
    int made = cadence.made + 1;
    int most = cadence.most < 0 ? callbackMost : cadence.most;
    long gap = cadence.gap < 0 ? callbackGap : cadence.gap;
    boolean lasting = c.kind.equals("callback") || c.strict();
    if ((disposition.equals("voicemail") && cadence.voicemailEnds)
        || (most > 0 && made >= most && !lasting)) {
      return -1;
    }
    gap = c.strict() ? Math.min(gap, 300_000) : gap;
    long at = opening(c.strict() ? List.of() : cadence.windows, now + gap);
    if (at < 0) {
      if (!lasting) {
        return -1;
      }
      at = now + gap;
    }
    cadence.made = made;
    cadences.put(c.id, cadence);
    return at;
  }

  /** Moves the contact to the channel and lane of its next attempt. */
  void turn(ModelContact c) {
    Cadence cadence = cadences.get(c.id);
    if (!cadence.lanes.isEmpty()) {
      String[] f = cadence.lanes.get(cadence.made % cadence.lanes.size()).split("/", -1);
      c.channel = Integer.parseInt(f[0]);
      c.lane = Integer.parseInt(f[1]);
      c.steps = Arrays.stream(f[2].split(";")).filter(s -> !s.isEmpty()).toList();
      c.step = 0;
    }
  }
}
