package dev.haven.adapter.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Json;
import dev.haven.channel.HttpCall;
import dev.haven.channel.InboundContact;
import dev.haven.channel.WebhookReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Compares what the platform is told, and what it is asked for, with what a vector expects. */
final class Answers {
  private final Outcome outcome;
  private final List<String> differences;

  Answers(Outcome outcome, List<String> differences) {
    this.outcome = outcome;
    this.differences = differences;
  }

  /**
   * One HTTP answer; for doors that are no HTTP the fields are looked for in the codec's answers.
   */
  void compare(JsonNode wanted) {
    WebhookReply reply = outcome.reply();
    if (reply == null) {
      if (wanted.has("command")) {
        compareFrame(wanted);
      }
      return;
    }
    if (!wanted.path("status").isMissingNode() && !allows(wanted.path("status"), reply.status())) {
      differences.add("response.status " + reply.status());
    }
    String contentType = Json.text(wanted, "contentType");
    if (contentType != null
        && !media(String.valueOf(reply.contentType())).equals(media(contentType))) {
      differences.add("response.contentType");
    }
    String body = reply.bodyAsUtf8();
    String equal = Json.text(wanted, "bodyEquals");
    if (equal != null && !equal.equals(body)) {
      differences.add("response.bodyEquals");
    }
    for (String part : texts(wanted.path("bodyContains"))) {
      if (!body.contains(part)) {
        differences.add("response.bodyContains");
      }
    }
    for (String pattern : texts(wanted.path("bodyMustMatch"))) {
      if (!matches(pattern, body)) {
        differences.add("response.bodyMustMatch");
      }
    }
    wanted
        .path("headers")
        .properties()
        .forEach(
            e -> {
              boolean found =
                  reply.headers().entrySet().stream()
                      .anyMatch(
                          h ->
                              h.getKey().equalsIgnoreCase(e.getKey())
                                  && h.getValue().equals(e.getValue().asText()));
              if (!found) {
                differences.add("response.headers");
              }
            });
  }

  /** The media type in lower case without its parameters. */
  private static String media(String contentType) {
    return Comparison.lower(contentType).replaceFirst(";.*", "").strip();
  }

  private static boolean allows(JsonNode status, int actual) {
    if (status.isArray()) {
      for (JsonNode one : status) {
        if (one.asInt() == actual) {
          return true;
        }
      }
      return false;
    }
    return status.isNull() || status.asInt() == actual;
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(one -> texts.add(one.asText()));
    } else if (node.isTextual()) {
      texts.add(node.asText());
    }
    return texts;
  }

  private static boolean matches(String pattern, String body) {
    try {
      return Pattern.compile(pattern, Pattern.DOTALL).matcher(body).find();
    } catch (PatternSyntaxException e) {
      return body.contains(pattern);
    }
  }

  void compareFrames(JsonNode wanted) {
    if (outcome.answers().size() != wanted.size()) {
      differences.add(
          "responses: expected " + wanted.size() + ", made " + outcome.answers().size());
    }
    for (JsonNode one : wanted) {
      compareFrame(one);
    }
  }

  private void compareFrame(JsonNode wanted) {
    boolean found = outcome.answers().stream().anyMatch(answer -> fits(wanted, answer));
    if (!found) {
      differences.add("responses");
    }
  }

  private static boolean fits(JsonNode wanted, Map<String, Object> answer) {
    for (String name : List.of("command", "sequence", "status")) {
      String value = Json.text(wanted, name);
      if (value != null && !value.equals(String.valueOf(answer.get(name)))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Each named call, as {@code METHOD path} or a URL or a part of one, must be among the calls made
   * or left for the host.
   */
  void compareCalls(String what, JsonNode wanted) {
    List<String> made = new ArrayList<>();
    List<String> fetched = new ArrayList<>();
    for (HttpCall call : outcome.calls()) {
      made.add(call.method() + " " + call.uri() + " " + call.bodyAsUtf8());
    }
    for (InboundContact contact : outcome.contacts()) {
      String fetch = contact.attributes().get("fetch");
      if (fetch != null) {
        made.add("GET /" + fetch);
        fetched.add(fetch);
      }
    }
    for (String one : texts(wanted)) {
      String part = one.strip();
      int space = part.indexOf(' ');
      String path = space < 0 ? part : part.substring(space + 1).strip();
      boolean left = fetched.stream().anyMatch(path::endsWith);
      if (!left
          && made.stream()
              .noneMatch(
                  call ->
                      call.contains(path)
                          && (space < 0 || call.startsWith(part.substring(0, space))))) {
        differences.add(what);
      }
    }
  }
}
