package dev.haven.flow.model;

import dev.haven.channel.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Contacts of one known person that are joined under one of them. */
final class ModelGroup {
  private static final int MOST = 8;
  static final long LOOKED_AT = 3_600_000;

  /** The contact that a person's are joined under, and when the last of them came. */
  private record Newest(long at, String lead) {}

  private final ModelMatch m;
  private final Map<String, Newest> newest = new HashMap<>();

  ModelGroup(ModelMatch match) {
    m = match;
  }

  void arrive(ModelContact c) {
    long within = m.settings.joinWithin().toMillis();
    if (within == 0 || c.person.isEmpty() || !c.kind.equals("inbound")) {
      m.matchContact(c, true);
      return;
    }
    ModelContact l = leadFor(c, within);
    boolean leads = l == null || (l.state.equals("waiting") && leadsBefore(c, l));
    newest.put(c.person, new Newest(m.now, leads ? c.id : l.id));
    if (l == null) {
      m.matchContact(c, true);
    } else if (leads) {
      takeOver(c, l);
    } else {
      putUnder(c, l);
      boolean better = adopt(l, c);
      tell(l);
      if (better) {
        standBetter(l);
      }
    }
  }

  private ModelContact leadFor(ModelContact c, long within) {
    Newest known = newest.get(c.person);
    if (known == null || m.now - known.at() > within) {
      return null;
    }
    ModelContact l = m.contacts.get(known.lead());
    if (l == null
        || !l.person.equals(c.person)
        || !l.kind.equals("inbound")
        || l.members.size() >= MOST
        || (c.live && l.live)) {
      return null;
    }
    if (l.state.equals("waiting")) {
      return l;
    }
    if (nearness(c) > nearness(l)) {
      return null;
    }
    boolean talks =
        l.state.equals("engaged") && Set.of("talking", "on_hold").contains(l.engagement);
    return l.state.equals("offered") || (talks && c.tier >= l.tier) ? l : null;
  }

  private static boolean leadsBefore(ModelContact c, ModelContact l) {
    return nearness(c) > nearness(l) || (nearness(c) == nearness(l) && c.tier < l.tier);
  }

  private static int nearness(ModelContact c) {
    return c.live ? 3 : c.channel == Channel.CHAT.ordinal() ? 2 : 1;
  }

  private void putUnder(ModelContact member, ModelContact l) {
    member.state = "joined";
    member.lead = l.id;
    member.climb = 0;
    l.members.add(member.id);
    member.deadline = m.now + LOOKED_AT;
  }

  private boolean adopt(ModelContact l, ModelContact member) {
    long order = Math.min(l.order, member.order);
    if (member.tier >= l.tier && member.rank() >= l.rank() && order == l.order) {
      return false;
    }
    if (member.tier < l.tier) {
      l.tier = member.tier;
      l.score = member.score;
    }
    l.aged |= member.aged;
    if (order < l.order) {
      l.from = member.from;
      l.order = order;
    }
    if (member.latest > 0) {
      l.latest = l.latest > 0 ? Math.min(l.latest, member.latest) : member.latest;
    }
    return true;
  }

  private void takeOver(ModelContact c, ModelContact l) {
    m.leaveLane(l);
    l.held = "";
    ModelNavigator freed = m.drains.end(l);
    List<ModelContact> others = membersOf(l);
    l.members.clear();
    others.forEach(other -> putUnder(other, c));
    putUnder(l, c);
    adopt(c, l);
    m.matchContact(c, true);
    if (freed != null && !freed.id.equals(c.drain)) {
      m.settle(freed);
    }
  }

  private void standBetter(ModelContact l) {
    if (l.state.equals("waiting")) {
      m.replace(l, true);
    } else if (l.state.equals("offered")) {
      m.ladder.stand(l);
      m.navigators.get(l.navigator).seq++;
      m.parallel.tellUrgency(l);
    }
  }

  private void tell(ModelContact l) {
    if (Set.of("offered", "engaged", "wrapping").contains(l.state)) {
      m.navigators.get(l.navigator).seq++;
      m.parallel.tellUrgency(l);
    }
  }

  private List<ModelContact> membersOf(ModelContact l) {
    return new ArrayList<>(l.members.stream().map(m.contacts::get).toList());
  }

  private void part(ModelContact member) {
    member.lead = "";
    m.matchContact(member, true);
  }

  private void partAll(List<ModelContact> members) {
    members.sort((a, b) -> a.before(b) ? -1 : 1);
    members.forEach(this::part);
  }

  void leave(ModelContact member) {
    ModelContact l = m.contacts.get(member.lead);
    l.members.remove(member.id);
    member.lead = "";
    tell(l);
  }

  void changed(ModelContact member) {
    ModelContact l = m.contacts.get(member.lead);
    if (member.tier >= l.tier) {
      tell(l);
    } else if (l.state.equals("waiting") || l.state.equals("offered")) {
      adopt(l, member);
      standBetter(l);
    } else {
      l.members.remove(member.id);
      tell(l);
      part(member);
    }
  }

  void partBetter(ModelContact l) {
    List<ModelContact> list = membersOf(l);
    list.removeIf(member -> member.tier >= l.tier);
    if (!list.isEmpty()) {
      list.forEach(member -> l.members.remove(member.id));
      tell(l);
      partAll(list);
    }
  }

  /** Members that are named end with their lead; the others wait again. */
  void end(ModelContact l, Set<String> named) {
    List<ModelContact> left = membersOf(l);
    for (ModelContact member : List.copyOf(left)) {
      if (named.contains(member.id)) {
        member.navigator = l.navigator;
        m.ends.close(member, l.disposition);
        left.remove(member);
      }
    }
    l.members.clear();
    partAll(left);
  }

  void look(ModelContact member) {
    ModelContact l = m.contacts.get(member.lead);
    if (l != null && !l.state.equals("closed") && l.members.contains(member.id)) {
      member.deadline = m.now + LOOKED_AT;
    } else {
      part(member);
    }
  }
}
