package dev.haven.flow.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Several pending offers of one contact at once. */
final class ModelParallel {
  private final ModelMatch m;

  ModelParallel(ModelMatch match) {
    m = match;
  }

  /** A pending offer beside the contact's first one. */
  static final class Further {
    final String navigator;
    final int attempt;
    String session;

    Further(String navigator, int attempt, String session) {
      this.navigator = navigator;
      this.attempt = attempt;
      this.session = session;
    }
  }

  static String text(List<Further> also) {
    return also.stream()
        .map(o -> o.navigator + ">" + o.attempt + ">" + o.session + ";")
        .collect(Collectors.joining());
  }

  void offerToMore(ModelContact c) {
    var rules = m.settings.guarantees();
    boolean urgent = rules.parallelUpTo() != null && c.rank() <= rules.parallelUpTo().rank();
    int many = urgent ? Math.max(c.wide, rules.parallelOffers()) : c.wide;
    for (int i = 1; i < many; i++) {
      ModelNavigator n = m.readyFor(c, c.lane, "");
      if (n == null) {
        return;
      }
      c.last = c.attempts() + 1;
      n.offer = c.id + "." + c.last;
      n.counts[c.channel]++;
      n.seq++;
      c.also.add(new Further(n.id, c.last, Long.toString(n.epoch)));
      m.file(n);
    }
  }

  private static void lead(ModelContact c, Further o) {
    c.navigator = o.navigator;
    c.attempt = o.attempt;
    c.offerSession = o.session;
  }

  Further of(ModelContact c, String offer) {
    return c.also.stream()
        .filter(o -> (c.id + "." + o.attempt).equals(offer))
        .findFirst()
        .orElse(null);
  }

  /** Makes that offer the first one. */
  void toFront(ModelContact c, Further o) {
    c.last = c.attempts();
    c.also.remove(o);
    c.also.add(0, new Further(c.navigator, c.attempt, c.offerSession));
    lead(c, o);
  }

  /** Ends one; answers whether the contact is still offered to somebody else. */
  boolean endOne(ModelContact c, ModelNavigator n, boolean framed) {
    String ended = n.offer;
    m.endOffer(c, n, framed);
    if (c.also.isEmpty()) {
      return false;
    }
    c.last = c.attempts();
    if (c.offerId().equals(ended)) {
      lead(c, c.also.remove(0));
    } else {
      c.also.remove(of(c, ended));
    }
    return true;
  }

  /** Ends all but the first; the caller settles whose they were. */
  List<ModelNavigator> endOthers(ModelContact c) {
    if (c.also.isEmpty()) {
      return List.of();
    }
    c.last = c.attempts();
    List<ModelNavigator> all = others(c);
    all.forEach(n -> m.endOffer(c, n, true));
    c.also.clear();
    return all;
  }

  /** Those and n come to rest as they would be asked: by load, then the longest idle first. */
  void settle(List<ModelNavigator> freed, @Nullable ModelNavigator n) {
    List<ModelNavigator> all = new ArrayList<>(freed);
    if (n != null) {
      all.add(n);
    }
    all.sort(
        Comparator.<ModelNavigator>comparingInt(one -> m.units(one.counts))
            .thenComparingLong(one -> one.idle)
            .thenComparing(one -> one.id));
    all.forEach(m::settle);
  }

  List<ModelNavigator> others(ModelContact c) {
    List<ModelNavigator> all = new ArrayList<>();
    c.also.forEach(o -> all.add(m.navigators.get(o.navigator)));
    return all;
  }

  void tellUrgency(ModelContact c) {
    others(c).forEach(n -> n.seq++);
  }
}
