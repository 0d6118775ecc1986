package dev.haven.server.config;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.haven.channel.Channel;
import dev.haven.urgency.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the pages under {@code /desktop} offer to those who work with them.
 *
 * @param activities what a navigator may say they are doing; {@code available} opens them for
 *     offers
 * @param rejectReasons why an offer may be given back
 * @param dispositions how a contact may end
 * @param templates texts to begin a reply with
 * @param targets by tier, how long its oldest contact should wait at most; the wall marks what
 *     waits longer
 * @param frameAncestors origins of pages that may show these pages inside their own
 * @param screenPop a page of another system that belongs to a contact; null for none
 */
public record PagesConfig(
    List<Choice> activities,
    List<Choice> rejectReasons,
    List<Choice> dispositions,
    List<Template> templates,
    Map<Tier, Duration> targets,
    List<String> frameAncestors,
    @Nullable ScreenPop screenPop) {
  private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_-]{0,31}");
  private static final String CODE_RANGE = "a code of 1 to 32 of a-z, 0-9, '_' and '-'";
  private static final Pattern TEXT = Pattern.compile("[\\s\\S]{1,2000}");
  private static final String TEXT_RANGE = "1 to 2000 characters";

  public PagesConfig {
    activities = List.copyOf(activities);
    rejectReasons = List.copyOf(rejectReasons);
    dispositions = List.copyOf(dispositions);
    templates = List.copyOf(templates);
    targets = Map.copyOf(targets);
    frameAncestors = List.copyOf(frameAncestors);
  }

  /** A code with its label in both languages. */
  public record Choice(String id, String english, String spanish) {
    static @Nullable Choice read(Block block) {
      String id = block.requiredText("id", CODE, CODE_RANGE);
      String english = block.requiredText("en", Forms.NAME, Forms.NAME_RANGE);
      String spanish = block.requiredText("es", Forms.NAME, Forms.NAME_RANGE);
      return id == null || english == null || spanish == null
          ? null
          : new Choice(id, english, spanish);
    }
  }

  /**
   * A text to begin a reply with.
   *
   * @param channels where it fits; none for everywhere
   */
  public record Template(Choice name, String english, String spanish, List<Channel> channels) {
    public Template {
      channels = List.copyOf(channels);
    }

    static @Nullable Template read(Block block) {
      Choice name = Choice.read(block);
      Block text = block.block("text");
      String english = text.requiredText("en", TEXT, TEXT_RANGE);
      String spanish = text.requiredText("es", TEXT, TEXT_RANGE);
      text.done();
      List<Channel> channels = new ArrayList<>();
      for (String word : block.textList("channels", List.of(), CODE, "a channel")) {
        Channel.ofWireName(word)
            .ifPresentOrElse(
                channels::add, () -> block.problem("channels", "'" + word + "' is no channel"));
      }
      return name == null || english == null || spanish == null
          ? null
          : new Template(name, english, spanish, channels);
    }
  }

  /**
   * A page of another system to open beside a contact, such as a record in a CRM.
   *
   * @param url where {@code {person}}, {@code {contact}}, {@code {channel}}, {@code {language}} and
   *     {@code {queue}} are filled in; never an address or a word
   * @param hosts that it may lead to
   */
  public record ScreenPop(String url, List<String> hosts) {
    private static final Pattern URL =
        Pattern.compile(
            "https?://([A-Za-z0-9.-]{1,253})(:\\d{1,5})?/"
                + "([A-Za-z0-9._~/?#=&%+,;:@!$*-]|\\{(person|contact|channel|language|queue)}){0,1000}");
    private static final String URL_RANGE =
        "an http or https URL; {person}, {contact}, {channel}, {language} and {queue} after the"
            + " host are filled in";

    public ScreenPop {
      hosts = List.copyOf(hosts);
    }

    static @Nullable ScreenPop read(Block block) {
      String url = block.optionalText("url", URL, URL_RANGE);
      List<String> hosts = block.textList("hosts", List.of(), Forms.HOST, Forms.HOST_RANGE);
      block.done();
      if (url == null) {
        return null;
      }
      Matcher parts = URL.matcher(url);
      if (!parts.matches() || !hosts.contains(parts.group(1))) {
        block.problem("hosts", "does not name the host of url: it would never open");
      }
      return new ScreenPop(url, hosts);
    }
  }

  private static final List<Choice> ACTIVITIES =
      List.of(
          new Choice("available", "Available", "Disponible"),
          new Choice("unavailable", "Not available", "No disponible"),
          new Choice("break", "On a break", "En descanso"),
          new Choice("training", "In training", "En capacitación"));
  private static final List<Choice> REASONS =
      List.of(
          new Choice("busy", "I am in the middle of something", "Estoy en medio de algo"),
          new Choice("other_skill_needed", "Somebody else knows this", "Otra persona sabe de esto"),
          new Choice("conflict", "I know this person", "Conozco a esta persona"));
  private static final List<Choice> DISPOSITIONS =
      List.of(
          new Choice("resolved", "Resolved", "Resuelto"),
          new Choice("information_given", "Information given", "Información dada"),
          new Choice("referred", "Referred", "Derivado"),
          new Choice("follow_up_agreed", "Follow-up agreed", "Seguimiento acordado"),
          new Choice("emergency_services", "Emergency services called", "Se llamó a emergencias"),
          new Choice("not_reached", "Not reached", "Sin contacto"));
  private static final List<Template> TEMPLATES =
      List.of(
          new Template(
              new Choice("here", "I am here", "Estoy aquí"),
              "Thank you for writing. I am here with you and I am reading your message now.",
              "Gracias por escribir. Estoy aquí con usted y estoy leyendo su mensaje.",
              List.of()),
          new Template(
              new Choice("safe_now", "Are you safe?", "¿Está a salvo?"),
              "Are you safe right now? If you are in danger, please call 911 or 988 (press 2 for"
                  + " Spanish). I stay here with you.",
              "¿Está a salvo en este momento? Si está en peligro, llame al 911 o al 988 (oprima 2"
                  + " para español). Me quedo aquí con usted.",
              List.of()),
          new Template(
              new Choice("moment", "One moment", "Un momento"),
              "Give me one moment to look into this, please. I will not leave.",
              "Deme un momento para revisarlo, por favor. No me voy.",
              List.of()));

  private static Map<Tier, Duration> targets(Block block) {
    Map<Tier, Duration> targets = new EnumMap<>(Tier.class);
    for (Tier tier : Tier.values()) {
      Duration usual =
          switch (tier) {
            case CRISIS -> ofSeconds(15);
            case URGENT_MEDICAL -> ofSeconds(30);
            case HIGH_DISTRESS -> ofSeconds(60);
            case ELEVATED -> ofMinutes(5);
            case ROUTINE -> ofHours(1);
          };
      targets.put(tier, block.duration(tier.wireName(), usual, ofSeconds(1), Duration.ofDays(1)));
    }
    block.done();
    return targets;
  }

  static PagesConfig read(Block block) {
    PagesConfig config =
        new PagesConfig(
            block.blocks("activities", ACTIVITIES, Choice::read),
            block.blocks("rejectReasons", REASONS, Choice::read),
            block.blocks("dispositions", DISPOSITIONS, Choice::read),
            block.blocks("templates", TEMPLATES, Template::read),
            targets(block.block("targets")),
            block.textList("frameAncestors", List.of(), Forms.ORIGIN, Forms.ORIGIN_RANGE),
            ScreenPop.read(block.block("screenPop")));
    if (config.activities.stream().noneMatch(a -> a.id().equals("available"))) {
      block.problem("activities", "has no 'available': nobody could take contacts");
    }
    if (config.rejectReasons.isEmpty()) {
      block.problem("rejectReasons", "is empty");
    }
    if (config.dispositions.isEmpty()) {
      block.problem("dispositions", "is empty");
    }
    block.done();
    return config;
  }
}
