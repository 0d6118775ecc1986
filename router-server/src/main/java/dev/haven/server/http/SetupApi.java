package dev.haven.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.haven.channel.Channel;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.SessionAdapter;
import dev.haven.channel.WebhookAdapter;
import dev.haven.urgency.Reason;
import dev.haven.urgency.ScoringInput;
import dev.haven.urgency.Urgency;
import dev.haven.urgency.UrgencyScorer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * REST operations for those who set a site up: its endpoints and what is to be done at each
 * platform, which configuration runs, and a place to try a message.
 */
public final class SetupApi {
  private static final int MAX_TEXT = 10_000;

  private final Facts facts;
  private final Map<String, ChannelAdapter> adapters;
  private final EndpointWatch seen;
  private final Supplier<Map<String, String>> sessions;
  private final UrgencyScorer scorer;
  private final int maxBodyBytes;

  /**
   * What does not change while a node runs.
   *
   * @param policy version of the rules, as the journal has it
   * @param remarks codes of what somebody should think about
   */
  public record Facts(String mode, String version, String policy, List<String> remarks) {
    public Facts {
      remarks = List.copyOf(remarks);
    }
  }

  /**
   * @param adapters by endpoint
   * @param sessions how kept sessions stand, by endpoint
   */
  public SetupApi(
      Facts facts,
      Map<String, ? extends ChannelAdapter> adapters,
      EndpointWatch seen,
      Supplier<Map<String, String>> sessions,
      UrgencyScorer scorer,
      int maxBodyBytes) {
    this.facts = facts;
    this.adapters = Map.copyOf(adapters);
    this.seen = seen;
    this.sessions = sessions;
    this.scorer = scorer;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** The endpoints of the token's workspace, and what the node runs with. */
  void read(Exchange x, Identity who, String none) {
    x.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringField("mode", facts.mode());
          out.writeStringField("version", facts.version());
          out.writeStringField("policy", facts.policy());
          out.writeStringField("scorer", scorer.version());
          out.writeArrayFieldStart("remarks");
          for (String remark : facts.remarks()) {
            out.writeString(remark);
          }
          out.writeEndArray();
          out.writeArrayFieldStart("endpoints");
          for (ChannelAdapter adapter :
              adapters.values().stream()
                  .filter(a -> a.endpoint().workspace().equals(who.workspace()))
                  .sorted((a, b) -> idOf(a).compareTo(idOf(b)))
                  .toList()) {
            endpoint(out, adapter);
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  /** Scores a message and forgets it. */
  void score(Exchange x, Identity who, String none) {
    RestDoor.withBody(
        x,
        maxBodyBytes,
        in -> {
          Channel channel =
              in.required(
                  "channel",
                  Channel.CHAT,
                  name -> Channel.ofWireName(name).orElse(null),
                  "phone, chat, sms, fax, email or mail");
          String text = in.required("text", MAX_TEXT);
          in.done();
          Urgency urgency = scorer.score(ScoringInput.of(channel, text));
          x.json(200, out -> urgency(out, urgency));
        });
  }

  private void endpoint(JsonGenerator out, ChannelAdapter adapter) throws IOException {
    EndpointConfig endpoint = adapter.endpoint();
    EndpointWatch.Seen known = seen.of(idOf(adapter));
    out.writeStartObject();
    out.writeStringField("id", idOf(adapter));
    out.writeStringField("adapter", endpoint.adapter());
    out.writeArrayFieldStart("channels");
    for (Channel channel : Channel.values()) {
      if (adapter.channels().contains(channel)) {
        out.writeString(channel.wireName());
      }
    }
    out.writeEndArray();
    boolean called = adapter instanceof WebhookAdapter || !(adapter instanceof SessionAdapter);
    out.writeStringField("kind", called ? "webhook" : "session");
    JsonOut.text(out, "url", endpoint.publicUrl());
    out.writeBooleanField("answers", adapter.replies() != null);
    out.writeBooleanField("calls", adapter.calls() != null);
    JsonOut.text(out, "session", sessions.get().get(idOf(adapter)));
    out.writeNumberField("taken", known.taken());
    JsonOut.text(out, "takenAt", text(known.takenAt()));
    out.writeNumberField("refused", known.refused());
    JsonOut.text(out, "refusedAt", text(known.refusedAt()));
    JsonOut.text(out, "refusal", known.refusal());
    out.writeArrayFieldStart("steps");
    for (String step : Guides.steps(endpoint.adapter())) {
      out.writeString(step);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void urgency(JsonGenerator out, Urgency urgency) throws IOException {
    out.writeStartObject();
    out.writeStringField("tier", urgency.tier().wireName());
    out.writeNumberField("score", urgency.score());
    out.writeBooleanField("adverseEvent", urgency.adverseEvent());
    out.writeStringField("language", urgency.language());
    out.writeStringField("scorer", urgency.version());
    out.writeArrayFieldStart("reasons");
    for (Reason reason : urgency.reasons()) {
      out.writeStartObject();
      out.writeStringField("code", reason.code());
      out.writeStringField("en", reason.english());
      out.writeStringField("es", reason.spanish());
      JsonOut.number(out, "start", reason.start() < 0 ? null : reason.start());
      JsonOut.number(out, "end", reason.end() < 0 ? null : reason.end());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static String idOf(ChannelAdapter adapter) {
    return adapter.endpoint().id().value();
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }
}
