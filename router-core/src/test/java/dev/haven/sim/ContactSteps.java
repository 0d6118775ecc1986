package dev.haven.sim;

import dev.haven.channel.Channel;
import dev.haven.flow.Outcome;
import dev.haven.flow.World;
import dev.haven.match.Lane;
import dev.haven.urgency.Tier;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Contacts come in, say more, leave; and what is done about them as such, by nobody who serves. */
final class ContactSteps extends Steps {
  ContactSteps(Cast cast, Worlds worlds) {
    super(cast, worlds);
  }

  void place() {
    Channel channel = Channel.ofNumber(random.nextInt(6));
    String id = cast.arrives(channel);
    Tier tier = Tier.ofRank(random.nextInt(3) == 0 ? random.nextInt(3) : 3 + random.nextInt(2));
    Map<String, Integer> skills =
        random.nextInt(3) == 0 ? Map.of("oncology", 1 + random.nextInt(5)) : Map.of();
    String queue = Cast.QUEUES[random.nextInt(2)];
    Lane lane = new Lane(queue, channel, Cast.LANGUAGES[random.nextInt(3)], skills);
    Lane open = new Lane(queue, channel, "any", Map.of());
    int number = worlds.lane(lane);
    int last = worlds.lane(open);
    String steps =
        random.nextInt(3) == 0
            ? ""
            : (10_000 + random.nextInt(60_000))
                + ":"
                + last
                + ":"
                + (random.nextInt(4) == 0 ? "2" : "")
                + pick(List.of("", "", "::partner", ":::1", "::partner:3", "::::1", "::partner::1"))
                + ";";
    String speaks = pick(List.of("en", "en", "es", "fr", "und"));
    int offers = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
    String designated = random.nextInt(4) == 0 ? pick(cast.navigators) : "";
    boolean live = channel == Channel.PHONE && random.nextBoolean();
    String kind = random.nextInt(6) == 0 ? "outreach" : "inbound";
    String conversation = !live && random.nextInt(3) == 0 ? "talk" + random.nextInt(12) : "";
    String person = random.nextInt(3) == 0 ? "p" + random.nextInt(4) : "";
    Function<World, Outcome> placing =
        w -> {
          w.speak(speaks);
          w.offerTo(offers);
          return w.placeOf(
              person, id, kind, tier, channel, number, steps, designated, live, conversation);
        };
    both(
        String.join(
            " ",
            "place " + id,
            tier.toString(),
            lane.definition(),
            "steps " + steps,
            "for " + designated,
            "to " + offers,
            "in " + speaks,
            live ? "live" : "",
            kind,
            conversation,
            person),
        placing);
    if (random.nextInt(5) == 0) {
      both("place again " + id, placing);
    }
  }

  /** What came on a holiday or after hours, or is to be called back. */
  void later() {
    Channel channel = Channel.ofNumber(random.nextInt(6));
    String id = cast.arrives(channel);
    Tier tier = Tier.ofRank(random.nextInt(5));
    long due = worlds.now() + random.nextInt(200_000) - 20_000;
    boolean closed = random.nextBoolean();
    both(
        (closed ? "defer " : "schedule ") + id + " " + tier,
        w -> closed ? w.defer(id, tier, channel, "", due) : w.schedule(id, tier, channel, due));
  }

  void outreach() {
    String id = "c" + cast.contacts.size();
    cast.contacts.add(id);
    Channel channel = Channel.ofNumber(random.nextInt(6));
    boolean turns = random.nextBoolean();
    cast.channels.put(id, channel);
    long now = worlds.now();
    String windows =
        random.nextBoolean()
            ? ""
            : (now - 60_000)
                + ":"
                + (now + 60_000 + random.nextInt(120_000))
                + ";"
                + (now + 300_000)
                + ":"
                + (now + 86_400_000L);
    long due = now + random.nextInt(120_000) - 30_000;
    String subjects = "p" + random.nextInt(3) + ",@x" + random.nextInt(3);
    String purpose = random.nextInt(3) == 0 ? "" : "education";
    int attempts = random.nextInt(4);
    Outcome placed =
        both(
            "outreach " + id + " '" + purpose + "' " + subjects + " " + windows,
            w ->
                turns
                    ? w.outreach(
                        id, purpose, subjects, attempts, 90_000, windows, due, channel, channel)
                    : w.outreach(id, purpose, subjects, attempts, 90_000, windows, due, channel));
    if (placed.is("NO_CONSENT")) {
      cast.contacts.remove(id);
    } else {
      cast.sequences.put(id, (long) cast.contacts.size());
    }
  }

  void message() {
    if (!cast.contacts.isEmpty()) {
      String id = pick(cast.contacts);
      String message = "m" + cast.messages++;
      Tier tier = Tier.ofRank(random.nextInt(5));
      both("message " + id + " " + tier, w -> w.append(id, message, tier));
      if (random.nextInt(4) == 0) {
        both("message again " + id, w -> w.append(id, message, tier));
      }
    }
  }

  void override() {
    if (!cast.contacts.isEmpty()) {
      String id = pick(cast.contacts);
      Tier tier = Tier.ofRank(random.nextInt(5));
      both("override " + id + " " + tier, w -> w.override(id, tier));
    }
  }

  void abandon() {
    if (!cast.contacts.isEmpty()) {
      String id = pick(cast.contacts);
      both("abandon " + id, w -> w.abandon(id));
    }
  }

  void acknowledge() {
    if (!cast.contacts.isEmpty()) {
      String id = pick(cast.contacts);
      both("acknowledge " + id, w -> w.acknowledge(id));
    }
  }

  void assign() {
    if (!cast.contacts.isEmpty()) {
      String id = pick(cast.contacts);
      String navigator = pick(cast.navigators);
      both("assign " + id + " " + navigator, w -> w.assign(id, navigator));
    }
  }

  /** Somebody sees an adverse event; its report begins now or later. */
  void report() {
    if (!cast.contacts.isEmpty()) {
      String about = pick(cast.contacts);
      both("flag " + about, w -> w.flag(about));
      String id = cast.arrives(Channel.MAIL);
      cast.reports.add(id);
      long start = worlds.now() + random.nextInt(200_000) - 50_000;
      long due = worlds.now() + random.nextInt(400_000);
      String person = random.nextBoolean() ? "p" + random.nextInt(4) : "";
      both(
          "report " + id + " " + person,
          w ->
              person.isEmpty()
                  ? w.report(id, about, start, due)
                  : w.reportOf(person, id, about, due));
    }
  }

  void settleReport() {
    if (!cast.reports.isEmpty()) {
      String id = pick(cast.reports);
      String how = pick(List.of("submitted", "submitted", "dismissed", "handed"));
      if (random.nextBoolean()) {
        both("fill " + id, w -> w.fill(id, 0));
      }
      String revision = Integer.toString(random.nextInt(2));
      both(how + " " + revision + " " + id, w -> w.settle(id, how, revision));
    }
  }

  void consent() {
    String subject = random.nextInt(3) > 0 ? "p" + random.nextInt(3) : "@x" + random.nextInt(3);
    String purpose = subject.startsWith("@") || random.nextInt(4) == 0 ? "*" : "education";
    boolean granted = random.nextInt(3) > 0;
    both(
        (granted ? "agrees " : "withdraws ") + subject + " " + purpose,
        w -> w.consent(subject, purpose, granted, null));
  }

  void erase() {
    String person = "p" + random.nextInt(4);
    boolean look = random.nextBoolean();
    both("erase", w -> w.erase(person, look));
  }
}
