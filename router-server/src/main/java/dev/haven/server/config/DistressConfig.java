package dev.haven.server.config;

import dev.haven.channel.Channel;
import dev.haven.flow.Guarantees;
import dev.haven.urgency.Tier;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is done for a person in distress when nobody is free. */
public record DistressConfig(SetAside setAside) {
  private static final String OUTREACH = "outreach";

  /**
   * @param upTo contacts of this tier and above have lower work set aside; null for none
   * @param interruptible channels, and {@code outreach}
   */
  public record SetAside(@Nullable Tier upTo, List<String> interruptible, int perHour) {
    static SetAside read(Block block) {
      String upTo =
          block.text(
              "upTo",
              "crisis",
              Pattern.compile("none|crisis|urgent_medical|high_distress"),
              "none, crisis, urgent_medical or high_distress");
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

  static DistressConfig read(Block block) {
    DistressConfig config = new DistressConfig(SetAside.read(block.block("setAside")));
    block.done();
    return config;
  }

  /** The same as the pipeline takes it. */
  public Guarantees guarantees() {
    Set<Channel> channels = EnumSet.noneOf(Channel.class);
    for (Channel channel : Channel.values()) {
      if (setAside.interruptible().contains(channel.wireName())) {
        channels.add(channel);
      }
    }
    return new Guarantees(
        setAside.upTo(), channels, setAside.interruptible().contains(OUTREACH), setAside.perHour());
  }
}
