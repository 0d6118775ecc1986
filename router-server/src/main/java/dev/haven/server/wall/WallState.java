package dev.haven.server.wall;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.haven.channel.Channel;
import dev.haven.flow.Decisions;
import dev.haven.flow.Decisions.Decision;
import dev.haven.flow.Directory.Escalation;
import dev.haven.flow.Directory.NavigatorView;
import dev.haven.flow.Directory.OwedView;
import dev.haven.flow.Directory.QueueView;
import dev.haven.flow.Directory.TierView;
import dev.haven.flow.Directory.WaitingView;
import dev.haven.server.http.JsonOut;
import dev.haven.urgency.Tier;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a workspace stands, in one picture: ids, codes and numbers, and navigators' names; no word
 * and no address of a person. The shape stands in {@code asyncapi.yaml}.
 *
 * @param targets by tier, how long its oldest contact should wait at most
 */
record WallState(
    List<TierView> tiers,
    Map<Tier, Duration> targets,
    List<QueueView> queues,
    List<NavigatorView> navigators,
    List<WaitingView> waiting,
    List<OwedView> owed,
    Decisions decisions) {
  private static final int DECISIONS = 40;

  void write(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("tiers");
    for (TierView tier : tiers) {
      tier(out, tier);
    }
    out.writeEndArray();
    out.writeObjectFieldStart("timeToOffer");
    milliseconds(out, "p50Ms", decisions.timeToOffer(0.50));
    milliseconds(out, "p95Ms", decisions.timeToOffer(0.95));
    out.writeEndObject();
    out.writeArrayFieldStart("queues");
    for (QueueView queue : queues) {
      queue(out, queue);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("navigators");
    for (NavigatorView navigator : navigators) {
      navigator(out, navigator);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("waiting");
    for (WaitingView one : waiting) {
      waiting(out, one);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("owed");
    for (OwedView one : owed) {
      owed(out, one);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("decisions");
    for (Decision decision : decisions.latest(DECISIONS)) {
      decision(out, decision);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void tier(JsonGenerator out, TierView view) throws IOException {
    out.writeStartObject();
    out.writeStringField("tier", view.tier().wireName());
    out.writeNumberField("waiting", view.waiting());
    out.writeNumberField("oldestSeconds", view.oldestWaitingSeconds());
    Duration target = targets.get(view.tier());
    JsonOut.number(out, "targetSeconds", target == null ? null : target.toSeconds());
    out.writeObjectFieldStart("channels");
    for (Channel channel : Channel.values()) {
      Long n = view.byChannel().get(channel);
      if (n != null) {
        out.writeNumberField(channel.wireName(), n);
      }
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  private static void queue(JsonGenerator out, QueueView view) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", view.id());
    out.writeNumberField(
        "waiting", view.waiting().values().stream().mapToLong(Long::longValue).sum());
    JsonOut.number(out, "serviceLevelPercent", view.serviceLevelPercent());
    out.writeNumberField("readyNavigators", view.readyNavigators());
    Instant emergency = view.emergencySince();
    JsonOut.text(out, "emergencySince", emergency == null ? null : emergency.toString());
    Instant paused = view.pausedSince();
    JsonOut.text(out, "pausedSince", paused == null ? null : paused.toString());
    out.writeEndObject();
  }

  private static void navigator(JsonGenerator out, NavigatorView view) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", view.navigator().id().value());
    out.writeStringField("name", view.navigator().name());
    out.writeStringField("activity", view.activity());
    JsonOut.text(out, "nextActivity", view.nextActivity());
    out.writeBooleanField("connected", view.connected());
    out.writeNumberField("load", view.load());
    out.writeArrayFieldStart("languages");
    for (String language : view.navigator().languages()) {
      out.writeString(language);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("contacts");
    for (String contact : view.contacts()) {
      out.writeString(contact);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void waiting(JsonGenerator out, WaitingView view) throws IOException {
    out.writeStartObject();
    out.writeStringField("contactId", view.id().value());
    out.writeStringField("tier", view.tier().wireName());
    out.writeNumberField("score", view.score());
    out.writeBooleanField("aged", view.aged());
    out.writeStringField("channel", view.channel().wireName());
    out.writeStringField("language", view.language());
    out.writeStringField("queue", view.queue());
    out.writeStringField("arrivedAt", view.arrivedAt().toString());
    Escalation escalation = view.escalation();
    if (escalation == null) {
      out.writeNullField("escalation");
    } else {
      out.writeObjectFieldStart("escalation");
      out.writeNumberField("rung", escalation.rung());
      out.writeStringField("nextAt", escalation.nextAt().toString());
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private static void owed(JsonGenerator out, OwedView view) throws IOException {
    out.writeStartObject();
    out.writeStringField("contactId", view.id().value());
    out.writeStringField("kind", view.kind().wireName());
    out.writeStringField("what", view.report() ? "report" : "work");
    out.writeStringField("state", view.state().wireName());
    out.writeStringField("channel", view.channel().wireName());
    out.writeStringField("language", view.language());
    out.writeStringField("tier", view.tier().wireName());
    out.writeStringField("dueAt", view.dueAt().toString());
    out.writeEndObject();
  }

  private static void decision(JsonGenerator out, Decision d) throws IOException {
    Channel channel = d.channel();
    Tier tier = d.tier();
    out.writeStartObject();
    out.writeStringField("at", d.at().truncatedTo(ChronoUnit.MILLIS).toString());
    out.writeStringField("what", d.what());
    out.writeStringField("contactId", d.contact().value());
    JsonOut.text(out, "channel", channel == null ? null : channel.wireName());
    JsonOut.text(out, "tier", tier == null ? null : tier.wireName());
    JsonOut.text(out, "navigatorId", d.navigator().isEmpty() ? null : d.navigator());
    JsonOut.text(out, "code", d.code().isEmpty() ? null : d.code());
    out.writeEndObject();
  }

  private static void milliseconds(JsonGenerator out, String name, @Nullable Duration time)
      throws IOException {
    JsonOut.number(out, name, time == null ? null : Math.round(time.toNanos() / 10_000.0) / 100.0);
  }
}
