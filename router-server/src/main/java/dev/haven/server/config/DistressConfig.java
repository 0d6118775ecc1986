package dev.haven.server.config;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

import dev.haven.channel.Channel;
import dev.haven.flow.Guarantees;
import dev.haven.flow.Ladder;
import dev.haven.urgency.Tier;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is done for a person in distress when nobody is free.
 *
 * @param reserve by language, how many free navigators are kept for strict contacts
 * @param parallel whether a contact is offered to several at once
 */
public record DistressConfig(
    SetAside setAside,
    LadderConfig ladder,
    FirstAnswer firstAnswer,
    Map<String, Integer> reserve,
    Parallel parallel) {
  private static final String OUTREACH = "outreach";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,31}");
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");
  private static final Pattern TIERS = Pattern.compile("none|crisis|urgent_medical|high_distress");
  private static final String TIERS_RANGE = "none, crisis, urgent_medical or high_distress";
  private static final Pattern WORDS = Pattern.compile("(?s).{0,1000}");
  static final Pattern KEY = Pattern.compile("(?:whsec_)?[A-Za-z0-9+/]{32,}={0,2}");

  DistressConfig toldToNobody() {
    return new DistressConfig(setAside, ladder.toldToNobody(), firstAnswer, reserve, parallel);
  }

  /**
   * @param upTo contacts of this tier and above have lower work set aside; null for none
   * @param interruptible channels, and {@code outreach}
   */
  public record SetAside(@Nullable Tier upTo, List<String> interruptible, int perHour) {
    static SetAside read(Block block) {
      String upTo = block.text("upTo", "crisis", TIERS, TIERS_RANGE);
      SetAside config =
          new SetAside(
              Tier.ofWireName(upTo).orElse(null),
              block.textList(
                  "interruptible",
                  List.of("fax", "email", "mail", OUTREACH),
                  Pattern.compile("phone|chat|sms|fax|email|mail|outreach"),
                  "phone, chat, sms, fax, email, mail or outreach"),
              block.integer("perHour", 4, 1, 60));
      block.done();
      return config;
    }
  }

  /**
   * @param ladder what happens while nobody takes a contact
   * @param webhook where escalations are posted to; null for nowhere
   * @param secret base64, with or without {@code whsec_}, that they are signed with
   */
  public record LadderConfig(Ladder ladder, @Nullable URI webhook, @Nullable Secret secret) {
    LadderConfig toldToNobody() {
      return new LadderConfig(ladder, null, null);
    }

    static LadderConfig read(Block block) {
      Ladder standard = Ladder.defaults();
      String upTo = block.text("upTo", "crisis", TIERS, TIERS_RANGE);
      List<Ladder.Rung> rungs = block.blocks("rungs", standard.rungs(), DistressConfig::rung);
      if (rungs.size() > Ladder.MOST) {
        block.problem("rungs", "are " + rungs.size() + ", at most " + Ladder.MOST + " may be");
        rungs = standard.rungs();
      }
      URI webhook = Forms.url(block, "webhook");
      Secret secret = block.secret("secret");
      if (webhook != null && (secret == null || !KEY.matcher(secret.reveal()).matches())) {
        block.problem("secret", "is needed for the webhook: base64 of a key, after whsec_");
      }
      LadderConfig config =
          new LadderConfig(
              new Ladder(
                  Tier.ofWireName(upTo).orElse(null),
                  rungs,
                  block.duration("pause", standard.pause(), ofSeconds(1), ofHours(1))),
              webhook,
              secret);
      block.done();
      return config;
    }
  }

  private static Ladder.Rung rung(Block block) {
    Duration after = block.duration("after", ofSeconds(30), ofSeconds(1), ofHours(1));
    Ladder.Action action =
        block.choice(
            "action", Ladder.Action.OFFERS, Ladder.Action.values(), Ladder.Action::wireName);
    String to = block.text("to", "", NAME, "a name of serving.outside.numbers");
    if ((action == Ladder.Action.CALL) == to.isEmpty()) {
      block.problem(
          "to", "names a number of serving.outside.numbers, with the action call and no other");
      return new Ladder.Rung(after, Ladder.Action.OFFERS);
    }
    return new Ladder.Rung(after, action, to);
  }

  /** What a CRISIS that comes in writing is answered at once, by language; empty for nothing. */
  public record FirstAnswer(String english, String spanish) {
    static FirstAnswer read(Block block) {
      FirstAnswer config =
          new FirstAnswer(
              block.text("en", "", WORDS, "0 to 1000 characters"),
              block.text("es", "", WORDS, "0 to 1000 characters"));
      block.done();
      return config;
    }

    public boolean isEmpty() {
      return english.isEmpty() && spanish.isEmpty();
    }
  }

  /**
   * @param upTo contacts of this tier and above; null for none
   * @param offers to how many
   */
  public record Parallel(@Nullable Tier upTo, int offers) {
    static Parallel read(Block block) {
      Parallel config =
          new Parallel(
              Tier.ofWireName(block.text("upTo", "none", TIERS, TIERS_RANGE)).orElse(null),
              block.integer("offers", 2, 1, 5));
      block.done();
      return config;
    }
  }

  private static Map<String, Integer> reserve(Block block) {
    Map<String, Integer> floors =
        new TreeMap<>(
            block.entries(
                "reserve",
                (inner, language) -> {
                  if (!LANGUAGE.matcher(language).matches()) {
                    inner.problem(language, "is not a language code such as en");
                  }
                  return inner.integer(language, 0, 0, Guarantees.MOST_RESERVED);
                }));
    floors.keySet().removeIf(language -> !LANGUAGE.matcher(language).matches());
    return floors;
  }

  static DistressConfig read(Block block) {
    DistressConfig config =
        new DistressConfig(
            SetAside.read(block.block("setAside")),
            LadderConfig.read(block.block("ladder")),
            FirstAnswer.read(block.block("firstAnswer")),
            reserve(block),
            Parallel.read(block.block("parallel")));
    block.done();
    return config;
  }

  /**
   * The same as the pipeline takes it.
   *
   * @param missedOffers after how many in a row a navigator goes out of service
   * @param heldAtMost how many contacts may wait for one designated navigator alone
   */
  public Guarantees guarantees(int missedOffers, int heldAtMost) {
    Set<Channel> channels = EnumSet.noneOf(Channel.class);
    for (Channel channel : Channel.values()) {
      if (setAside.interruptible().contains(channel.wireName())) {
        channels.add(channel);
      }
    }
    return new Guarantees(
        setAside.upTo(),
        channels,
        setAside.interruptible().contains(OUTREACH),
        setAside.perHour(),
        ladder.ladder(),
        !firstAnswer.isEmpty(),
        missedOffers,
        heldAtMost,
        reserve,
        parallel.upTo(),
        parallel.offers());
  }
}
