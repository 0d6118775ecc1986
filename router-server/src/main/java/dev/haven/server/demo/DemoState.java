package dev.haven.server.demo;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.haven.channel.Channel;
import dev.haven.channel.WorkspaceId;
import dev.haven.flow.Decisions;
import dev.haven.flow.Directory.NavigatorView;
import dev.haven.flow.HavenNode;
import dev.haven.server.http.Exchange;
import dev.haven.server.http.JsonOut;
import dev.haven.telemetry.Meter;
import dev.haven.urgency.Tier;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the node stands, for the demo's page: made from its meters, its directory and its last
 * decisions. Numbers, ids and codes; no words, no names, no addresses. On the node's event loop.
 */
final class DemoState {
  private static final int NAVIGATORS = 60;
  private static final int DECISIONS = 10;

  private final HavenNode node;
  private final MeterRegistry registry;
  private final WorkspaceId workspace;
  private final DemoCounts doors;

  DemoState(HavenNode node, MeterRegistry registry, WorkspaceId workspace, DemoCounts doors) {
    this.node = node;
    this.registry = registry;
    this.workspace = workspace;
    this.doors = doors;
  }

  /** Reading the queues brings the gauges up to date; so they are read after. */
  void answer(Exchange x) {
    Future<List<NavigatorView>> navigators =
        node.directory()
            .queues(workspace)
            .compose(queues -> node.directory().navigators(workspace, NAVIGATORS));
    navigators.onSuccess(views -> x.json(200, out -> write(out, views))).onFailure(x::unavailable);
  }

  /** How many contacts wait, as last seen. Any thread. */
  long waiting() {
    long sum = 0;
    for (Tier tier : Tier.values()) {
      sum += (long) gauge(Meter.CONTACTS_WAITING, tier);
    }
    return sum;
  }

  private void write(JsonGenerator out, List<NavigatorView> navigators) throws IOException {
    out.writeStartObject();
    tiers(out);
    numbers(out, "channels", channels());
    numbers(out, "doors", doors());
    numbers(out, "offers", counters(Meter.OFFERS, "outcome"));
    out.writeObjectFieldStart("timeToOffer");
    milliseconds(out, "p50Ms", node.decisions(workspace).timeToOffer(0.50));
    milliseconds(out, "p95Ms", node.decisions(workspace).timeToOffer(0.95));
    out.writeEndObject();
    out.writeNumberField("repaired", (long) sum(Meter.MATCH_REPAIRED));
    out.writeArrayFieldStart("navigators");
    for (NavigatorView view : navigators) {
      navigator(out, view);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("decisions");
    for (Decisions.Decision decision : node.decisions(workspace).latest(DECISIONS)) {
      decision(out, decision);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void tiers(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("tiers");
    for (Tier tier : Tier.values()) {
      out.writeStartObject();
      out.writeStringField("tier", tier.wireName());
      out.writeNumberField("waiting", (long) gauge(Meter.CONTACTS_WAITING, tier));
      out.writeNumberField("oldestSeconds", (long) gauge(Meter.OLDEST_WAITING, tier));
      out.writeNumberField("arrived", (long) sum(Meter.CONTACTS, "tier", tier.wireName()));
      out.writeNumberField("accepted", accepted(tier));
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void navigator(JsonGenerator out, NavigatorView view) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", view.navigator().id().value());
    out.writeStringField("activity", view.activity());
    JsonOut.text(out, "nextActivity", view.nextActivity());
    out.writeBooleanField("connected", view.connected());
    out.writeNumberField("load", view.load());
    out.writeNumberField("contacts", view.contacts().size());
    out.writeArrayFieldStart("languages");
    for (String language : view.navigator().languages()) {
      out.writeString(language);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void decision(JsonGenerator out, Decisions.Decision d) throws IOException {
    Channel channel = d.channel();
    Tier tier = d.tier();
    out.writeStartObject();
    out.writeStringField("at", d.at().truncatedTo(ChronoUnit.MILLIS).toString());
    out.writeStringField("what", d.what());
    out.writeStringField("contact", d.contact().value());
    JsonOut.text(out, "channel", channel == null ? null : channel.wireName());
    JsonOut.text(out, "tier", tier == null ? null : tier.wireName());
    out.writeStringField("navigator", d.navigator());
    out.writeStringField("code", d.code());
    out.writeEndObject();
  }

  private Map<String, Long> channels() {
    Map<String, Long> counts = new TreeMap<>();
    for (Channel channel : Channel.values()) {
      counts.put(channel.wireName(), (long) sum(Meter.CONTACTS, "channel", channel.wireName()));
    }
    return counts;
  }

  private Map<String, Long> doors() {
    Map<String, Long> counts = new TreeMap<>();
    for (String door : DemoCounts.doors()) {
      counts.put(door, doors.of(door));
    }
    return counts;
  }

  private Map<String, Long> counters(Meter meter, String tag) {
    Map<String, Long> counts = new TreeMap<>();
    for (Counter counter : registry.find(meter.meterName()).counters()) {
      counts.put(String.valueOf(counter.getId().getTag(tag)), (long) counter.count());
    }
    return counts;
  }

  private double sum(Meter meter, String... tags) {
    return registry.find(meter.meterName()).tags(tags).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  private long accepted(Tier tier) {
    return registry
        .find(Meter.TIME_TO_ACCEPT.meterName())
        .tag("tier", tier.wireName())
        .timers()
        .stream()
        .mapToLong(Timer::count)
        .sum();
  }

  private double gauge(Meter meter, Tier tier) {
    Gauge gauge = registry.find(meter.meterName()).tag("tier", tier.wireName()).gauge();
    return gauge == null ? 0 : gauge.value();
  }

  private static void numbers(JsonGenerator out, String name, Map<String, Long> numbers)
      throws IOException {
    out.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> number : numbers.entrySet()) {
      out.writeNumberField(number.getKey(), number.getValue());
    }
    out.writeEndObject();
  }

  /** Of two decimals; null when there is nothing to tell yet. */
  private static void milliseconds(JsonGenerator out, String name, @Nullable Duration time)
      throws IOException {
    if (time == null) {
      out.writeNullField(name);
    } else {
      out.writeNumberField(name, Math.round(time.toNanos() / 10_000.0) / 100.0);
    }
  }
}
