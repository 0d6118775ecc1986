package dev.haven.flow;

import dev.haven.channel.Channel;
import dev.haven.contact.ContactState;
import dev.haven.urgency.Tier;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says what the journal has of a contact in sentences, in English or Spanish. The sentences stand
 * in {@code story.txt}; they name ids and codes, never a person's words. Safe for any thread.
 */
final class Story {
  private static final Pattern FIELD = Pattern.compile("\\{([a-z]+)\\}");
  private static final Pattern PASSED = Pattern.compile("\"([^\":]+):([a-z_]+)\"");
  private static final Pattern RULE = Pattern.compile("\"rule\":\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern SCORED = Pattern.compile("\"scored\":(\\d)");
  private static final Map<String, String[]> SENTENCES = sentences();

  private final int column;

  private Story(int column) {
    this.column = column;
  }

  /**
   * @param language an ISO 639-1 code; English for all but {@code es}
   */
  static Story in(String language) {
    return new Story(language.equals("es") ? 2 : 1);
  }

  /** One sentence or more for every line that somebody would want to know of, oldest first. */
  List<Contacts.Told> of(List<Contacts.TimelineEntry> entries) {
    List<Contacts.Told> story = new ArrayList<>();
    Tier tier = Tier.ROUTINE;
    for (Contacts.TimelineEntry e : entries) {
      Map<String, String> facts = new HashMap<>(e.facts());
      Tier before = tier;
      tier = rank(facts.get("tier"), tier);
      facts.put("tier", word(tier.wireName()));
      switch (e.type()) {
        case "contact.placed" -> placed(story, e, facts, tier);
        case "step.taken" ->
            add(story, e, tier.rank() < before.rank() ? "step.raised" : "step.taken", facts);
        case "offer.created", "offer.added" -> {
          boolean held = facts.getOrDefault("navigator", "").equals(facts.get("held"));
          add(story, e, held ? "offer.held" : "offer.created", facts);
          String passed = ids(facts.getOrDefault("passed", ""));
          if (!passed.isEmpty()) {
            facts.put("passed", passed);
            add(story, e, "offer.passed", facts);
          }
        }
        default -> {
          if (SENTENCES.containsKey(e.type())) {
            add(story, e, e.type(), facts);
          }
        }
      }
    }
    return story;
  }

  /** Why it stands where it stands now. */
  List<String> place(Facts facts, String queue, int position, boolean excluded) {
    List<String> place = new ArrayList<>();
    place.add(say("place.tier", Map.of("tier", word(facts.tier().wireName()))));
    place.add(say("place.order", Map.of("order", facts.orderedAt().toString())));
    if (facts.aged()) {
      place.add(say("place.aged", Map.of()));
    }
    if (facts.state() == ContactState.WAITING) {
      place.add(
          say("place.position", Map.of("position", String.valueOf(position), "queue", queue)));
      if (facts.heldFor() != null) {
        place.add(say("place.held", Map.of("navigator", facts.heldFor())));
      }
      if (excluded) {
        place.add(say("place.excluded", Map.of()));
      }
    } else {
      place.add(say("place.state", Map.of("state", word(facts.state().wireName()))));
    }
    return place;
  }

  private void placed(
      List<Contacts.Told> story, Contacts.TimelineEntry e, Map<String, String> facts, Tier tier) {
    String plan = facts.getOrDefault("plan", "");
    Tier scored = tier;
    Matcher by = SCORED.matcher(plan);
    if (by.find()) {
      scored = rank(by.group(1), tier);
    }
    facts.put("scored", word(scored.wireName()));
    facts.put("channel", word(channel(facts.getOrDefault("channel", "")).wireName()));
    Map<String, String> first = new HashMap<>(facts);
    first.put("tier", word(scored.wireName()));
    add(story, e, "contact.placed", first);
    if (facts.containsKey("codes")) {
      facts.put("codes", facts.get("codes").replaceAll("[\\[\\]\"]", "").replace(",", ", "));
      add(story, e, "placed.reasons", facts);
    }
    Matcher rule = RULE.matcher(plan);
    String name = rule.find() ? rule.group(1) : "default";
    facts.put("rule", name);
    add(story, e, name.equals("default") ? "placed.default" : "placed.rule", facts);
    if (scored != tier) {
      add(story, e, "placed.raised", facts);
    }
    if (facts.containsKey("designated")) {
      add(story, e, "placed.designated", facts);
    }
    if (later(facts.getOrDefault("due", facts.get("order")), e.at())) {
      add(story, e, "placed.scheduled", facts);
    }
  }

  private void add(
      List<Contacts.Told> story, Contacts.TimelineEntry e, String key, Map<String, String> facts) {
    story.add(new Contacts.Told(e.at(), say(key, facts)));
  }

  private String say(String key, Map<String, String> facts) {
    String[] sentence = SENTENCES.get(key);
    if (sentence == null) {
      throw new IllegalStateException("story.txt has no sentence for " + key);
    }
    return FIELD
        .matcher(sentence[column])
        .replaceAll(m -> Matcher.quoteReplacement(facts.getOrDefault(m.group(1), "-")));
  }

  private String word(String code) {
    String[] known = SENTENCES.get("word." + code);
    return known == null ? code : known[column];
  }

  /** The contacts of a list {@code ["id:reason"]}. */
  private static String ids(String passed) {
    List<String> ids = new ArrayList<>();
    PASSED.matcher(passed).results().forEach(m -> ids.add(m.group(1) + " (" + m.group(2) + ")"));
    return String.join(", ", ids);
  }

  private static boolean later(@Nullable String ms, Instant at) {
    return ms != null && ms.matches("\\d{1,15}") && Long.parseLong(ms) > at.toEpochMilli();
  }

  private static Tier rank(@Nullable String text, Tier otherwise) {
    return text != null && text.matches("[0-4]") ? Tier.ofRank(text.charAt(0) - '0') : otherwise;
  }

  private static Channel channel(String number) {
    return number.matches("[0-5]") ? Channel.ofNumber(number.charAt(0) - '0') : Channel.MAIL;
  }

  private static Map<String, String[]> sentences() {
    try (InputStream in = Story.class.getResourceAsStream("story.txt")) {
      if (in == null) {
        throw new IllegalStateException("story.txt is missing beside " + Story.class.getName());
      }
      Map<String, String[]> sentences = new HashMap<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] columns = line.split(" \\| ", -1);
          if (columns.length != 3) {
            throw new IllegalStateException("story.txt: not three columns: " + line);
          }
          sentences.put(columns[0].strip(), columns);
        }
      }
      return sentences;
    } catch (IOException e) {
      throw new UncheckedIOException("story.txt cannot be read", e);
    }
  }
}
