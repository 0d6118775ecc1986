package dev.haven.adapter.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.DeliveryWords;
import dev.haven.adapter.support.Json;
import dev.haven.channel.Address;
import dev.haven.channel.Attachment;
import dev.haven.channel.DeliveryStatus;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.ParseResult;
import dev.haven.channel.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares what an adapter made of a vector with what the vector expects. Fields that the vector
 * does not name, or names null, are not looked at. The reason of a refusal is a hint and not
 * compared. {@code status} and {@code system} both mean that no contact is made; where the vector
 * names a status there must be a status event of that word: the platform's own with or without what
 * it puts before it, how far a message is, or any word for an end where the contact ends. A vector
 * with {@code duplicateOf} asks for just this: acknowledged, and no second contact; so what is
 * wholly known from the vector before makes none, whatever kind it is of. Of a primitive only the
 * verdict and the answer are looked at: its payload is no real one.
 */
final class Comparison {
  /** What platforms and their readers call the end of a call or a conversation. */
  private static final Set<String> ENDS =
      Set.of(
          "abandoned",
          "canceled",
          "cancelled",
          "closed",
          "completed",
          "disconnected",
          "end",
          "ended",
          "gone",
          "hangup",
          "hungup",
          "left",
          "over",
          "resolved",
          "terminated");

  private final Outcome outcome;
  private final JsonNode expected;
  private final List<String> differences = new ArrayList<>();

  private Comparison(Outcome outcome, JsonNode expected) {
    this.outcome = outcome;
    this.expected = expected;
  }

  /** Empty when all is as expected, else what differs: names of fields, never their values. */
  static String of(Outcome outcome, Vector vector) {
    Comparison comparison = new Comparison(outcome, vector.expected());
    comparison.verdict(vector);
    comparison.answer();
    return String.join("; ", comparison.differences);
  }

  private void differ(String what) {
    differences.add(what);
  }

  private void verdict(Vector vector) {
    boolean valid = expected.path("valid").asBoolean();
    boolean unreadable = outcome.result() instanceof ParseResult.Unreadable;
    if (outcome.verdict() instanceof Verdict.Needs && valid) {
      differ("valid: a resource is missing that the vector does not bring");
      return;
    }
    if (!valid) {
      boolean malformed = "malformed".equals(Json.text(expected, "reason"));
      if (outcome.verdict() instanceof Verdict.Accepted && !(malformed && unreadable)) {
        differ("valid: expected a refusal, was accepted");
      }
      return;
    }
    if (outcome.verdict() instanceof Verdict.Refused refused) {
      differ("valid: expected to be accepted, was refused as " + refused.reason().wireName());
      return;
    }
    if (!vector.isPrimitive()) {
      kind(vector.duplicateOf() != null);
    }
  }

  private void kind(boolean hasOriginal) {
    String kind = Json.text(expected, "kind");
    int contacts = outcome.contacts().size();
    if (hasOriginal && !outcome.repeated() && contacts > 0) {
      differ("duplicateOf: a second contact would be made");
    }
    int made = hasOriginal && outcome.repeated() ? 0 : contacts;
    switch (kind == null ? "" : kind) {
      case "inbound_contact" -> {
        if (contacts == 0) {
          differ("kind: expected a contact" + unreadableWhy());
        } else {
          contacts();
        }
      }
      case "status", "system" -> {
        if (made > 0) {
          differ("kind: expected " + kind);
        }
        status(contacts);
      }
      case "handshake" -> {
        boolean noHttp = outcome.reply() == null && contacts == 0 && outcome.statuses().isEmpty();
        if (!noHttp && !(outcome.result() instanceof ParseResult.Handshake)) {
          differ("kind: expected a handshake");
        }
      }
      case "" -> {
        if (made > 0 && expected.path("contact").isNull() && !expected.path("contacts").isArray()) {
          differ("kind: expected no contact");
        }
      }
      default -> differ("kind: '" + kind + "' is not known");
    }
    idempotencyKey();
  }

  private void status(int contacts) {
    String wanted = Json.filled(expected, "status");
    if (wanted == null || contacts > 0) {
      return;
    }
    if (outcome.statuses().isEmpty()) {
      differ("status: there is no status event");
    } else if (outcome.statuses().stream().noneMatch(one -> says(one, wanted))) {
      differ("status");
    }
  }

  private static boolean says(InboundStatus status, String wanted) {
    String word = bare(wanted);
    String ours = bare(status.status());
    DeliveryStatus delivery = DeliveryWords.of(wanted);
    return ours.endsWith(word)
        || word.endsWith(ours)
        || (delivery != null && delivery == status.delivery())
        || (status.terminal() && ENDS.contains(word));
  }

  private static String bare(String word) {
    return lower(word).replaceAll("[^a-z0-9]", "");
  }

  private String unreadableWhy() {
    return outcome.result() instanceof ParseResult.Unreadable unreadable
        ? ", unreadable: " + unreadable.why()
        : "";
  }

  private void idempotencyKey() {
    String key = Json.filled(expected, "idempotencyKey");
    if (key == null || outcome.events().isEmpty()) {
      return;
    }
    String wanted = key(key);
    boolean found =
        outcome.contacts().isEmpty()
            ? outcome.events().stream().anyMatch(event -> names(event, wanted))
            : outcome.contacts().stream().anyMatch(c -> key(c.idempotencyKey()).equals(wanted));
    if (!found) {
      differ("idempotencyKey");
    }
  }

  /** A status repeats with its message or call; a vector may name that with or without the word. */
  private static boolean names(InboundEvent event, String wanted) {
    return key(event.idempotencyKey()).equals(wanted)
        || (event instanceof InboundStatus status
            && (key(status.externalId()).equals(wanted)
                || key(status.externalId() + ":" + status.status()).equals(wanted)));
  }

  /** Which mark stands between the parts of a key is the adapter's own affair. */
  private static String key(String key) {
    return withoutAngles(key).replace('|', ':');
  }

  private void contacts() {
    List<JsonNode> wanted = new ArrayList<>();
    if (expected.path("contacts").isArray()) {
      expected.path("contacts").forEach(wanted::add);
      if (wanted.size() != outcome.contacts().size()) {
        differ("contacts: expected " + wanted.size() + ", made " + outcome.contacts().size());
        return;
      }
    } else if (expected.path("contact").isObject()) {
      wanted.add(expected.path("contact"));
      if (outcome.contacts().size() != 1) {
        differ("contact: expected one, made " + outcome.contacts().size());
        return;
      }
    }
    List<InboundContact> left = new ArrayList<>(outcome.contacts());
    for (JsonNode one : wanted) {
      InboundContact match =
          left.stream().filter(c -> contactDifferences(one, c).isEmpty()).findFirst().orElse(null);
      if (match == null) {
        differences.addAll(contactDifferences(one, left.get(0)));
        left.remove(0);
      } else {
        left.remove(match);
      }
    }
  }

  private static List<String> contactDifferences(JsonNode wanted, InboundContact contact) {
    List<String> found = new ArrayList<>();
    compare(
        found, "externalId", with(wanted, "externalId"), contact.externalId(), Comparison::sameId);
    compare(found, "from", with(wanted, "from"), value(contact.from()), Comparison::sameAddress);
    compare(found, "to", with(wanted, "to"), value(contact.to()), Comparison::sameAddress);
    compare(found, "text", with(wanted, "text"), contact.text(), Comparison::sameText);
    compare(found, "subject", with(wanted, "subject"), contact.subject(), Comparison::sameText);
    compare(found, "fromName", with(wanted, "fromName"), contact.fromName(), Comparison::sameText);
    compare(
        found,
        "conversationId",
        with(wanted, "conversationId"),
        contact.conversationId(),
        Objects::equals);
    compare(found, "threadKey", with(wanted, "threadKey"), contact.threadKey(), Comparison::sameId);
    compare(
        found,
        "pageCount",
        with(wanted, "pageCount"),
        contact.pageCount() == null ? null : String.valueOf(contact.pageCount()),
        Objects::equals);
    for (JsonNode attachment : wanted.path("attachments")) {
      if (contact.attachments().stream().noneMatch(a -> sameAttachment(attachment, a))) {
        found.add("attachments");
      }
    }
    if (wanted.path("attachments").isArray()
        && wanted.path("attachments").size() != contact.attachments().size()) {
      found.add(
          "attachments: expected "
              + wanted.path("attachments").size()
              + ", found "
              + contact.attachments().size());
    }
    return found;
  }

  private interface Same {
    boolean test(String wanted, @Nullable String actual);
  }

  private static void compare(
      List<String> found, String name, List<String> allowed, @Nullable String actual, Same same) {
    if (!allowed.isEmpty() && allowed.stream().noneMatch(one -> same.test(one, actual))) {
      found.add(name);
    }
  }

  /** The value and its alternatives; empty when the vector does not name one. */
  private static List<String> with(JsonNode wanted, String name) {
    List<String> allowed = new ArrayList<>();
    String value = Json.text(wanted, name);
    if (value == null) {
      return allowed;
    }
    allowed.add(value);
    wanted.path(name + "Alternatives").forEach(one -> allowed.add(one.asText()));
    return allowed;
  }

  private static @Nullable String value(@Nullable Address address) {
    return address == null ? null : address.value();
  }

  private static boolean sameId(String wanted, @Nullable String actual) {
    return actual != null && withoutAngles(wanted).equals(withoutAngles(actual));
  }

  private static String withoutAngles(String id) {
    String stripped = id.strip();
    return stripped.startsWith("<") && stripped.endsWith(">")
        ? stripped.substring(1, stripped.length() - 1)
        : stripped;
  }

  private static boolean sameAddress(String wanted, @Nullable String actual) {
    if (actual == null) {
      return wanted.isEmpty();
    }
    if (looksLikePhone(wanted) && looksLikePhone(actual)) {
      return digits(wanted).equals(digits(actual));
    }
    return wanted.equals(actual);
  }

  private static boolean looksLikePhone(String address) {
    String bare = address.substring(address.indexOf(':') + 1);
    return bare.matches("\\+?[0-9 ().-]{3,}");
  }

  private static String digits(String address) {
    return address.replaceAll("[^0-9]", "");
  }

  private static boolean sameText(String wanted, @Nullable String actual) {
    return actual == null ? wanted.isBlank() : normal(wanted).equals(normal(actual));
  }

  private static String normal(String text) {
    return text.replace("\r\n", "\n").strip();
  }

  private static boolean sameAttachment(JsonNode wanted, Attachment actual) {
    String fileName = Json.text(wanted, "filename");
    return same(fileName, actual.fileName())
        && same(Json.text(wanted, "url"), actual.url())
        && same(Json.text(wanted, "path"), actual.path())
        && same(Json.text(wanted, "mediaId"), actual.mediaId())
        && same(Json.text(wanted, "id"), actual.mediaId())
        && (Json.text(wanted, "contentType") == null
            || Json.at(wanted, "contentType")
                .asText()
                .equalsIgnoreCase(String.valueOf(actual.contentType())))
        && (Json.text(wanted, "size") == null || Json.at(wanted, "size").asLong() == actual.size());
  }

  private static boolean same(@Nullable String wanted, @Nullable String actual) {
    return wanted == null || wanted.equals(actual);
  }

  private void answer() {
    Answers answers = new Answers(outcome, differences);
    if (expected.path("response").isObject()) {
      answers.compare(expected.path("response"));
    }
    if (expected.path("responses").isArray()) {
      answers.compareFrames(expected.path("responses"));
    }
    for (String name : List.of("mustCall", "mustFetch")) {
      answers.compareCalls(name, expected.path(name));
      answers.compareCalls(name, expected.path("response").path(name));
    }
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
