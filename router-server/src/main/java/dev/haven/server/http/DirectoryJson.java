package dev.haven.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.haven.channel.Channel;
import dev.haven.contact.PersonId;
import dev.haven.flow.Directory.Consent;
import dev.haven.flow.Directory.NavigatorView;
import dev.haven.flow.Directory.Person;
import dev.haven.flow.Directory.QueueView;
import dev.haven.flow.Directory.Thermometer;
import dev.haven.navigator.Navigator;
import dev.haven.navigator.NavigatorId;
import dev.haven.server.shift.Adherence;
import dev.haven.urgency.Tier;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and writes people, navigators and queues in the shapes of the REST interface. */
final class DirectoryJson {
  private static final Predicate<String> LANGUAGE = Pattern.compile("[a-z]{2}").asMatchPredicate();
  private static final Predicate<String> QUEUE =
      Pattern.compile("\\*|[A-Za-z0-9._-]{1,64}").asMatchPredicate();
  private static final Predicate<String> SKILL =
      Pattern.compile("[A-Za-z0-9._-]{1,64}").asMatchPredicate();
  private static final Predicate<String> WORD =
      Pattern.compile("[a-z][a-z0-9_]{0,31}").asMatchPredicate();

  /** How far the clock of whoever tells of a consent may be ahead. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private static final String NAVIGATOR_FORM = "1 to 64 of A-Z, a-z, 0-9, '.', '_', '@', '-'";

  private DirectoryJson() {}

  static Navigator navigator(Fields in, String id) {
    sameId(in, id);
    String name = in.text("name", 200);
    List<String> languages = in.texts("languages", 20, LANGUAGE, "an ISO 639-1 code");
    if (languages.isEmpty()) {
      in.fault("languages", "missing", "names at least one language");
    }
    Map<String, Integer> skills = in.numbers("skills", 200, 1, 5);
    for (String skill : skills.keySet()) {
      if (!SKILL.test(skill)) {
        in.fault("skills", "form", "has names of 1 to 64 of A-Z, a-z, 0-9, '.', '_', '-'");
      }
    }
    List<String> queues = in.texts("queues", 200, QUEUE, "a queue's id, or '*'");
    if (!in.has("queues")) {
      queues = List.of(Navigator.ALL_QUEUES);
    }
    String department = in.text("department", 200);
    Map<Channel, Integer> capacity = capacity(in);
    if (!in.has("capacity")) {
      capacity = Navigator.development(new NavigatorId("default")).capacity();
    }
    String voice = in.text("voice", 512);
    String standIn = in.text("standIn", NavigatorId::isValid, "a navigator's id");
    in.done();
    return new Navigator(
        new NavigatorId(id),
        name == null ? id : name,
        languages,
        skills,
        queues,
        department,
        capacity,
        voice,
        standIn);
  }

  private static Map<Channel, Integer> capacity(Fields in) {
    Map<Channel, Integer> capacity = new EnumMap<>(Channel.class);
    Fields inner = in.object("capacity");
    if (inner != null) {
      for (Channel channel : Channel.values()) {
        Long n = inner.whole(channel.wireName(), 0, 50);
        if (n != null) {
          capacity.put(channel, n.intValue());
        }
      }
      inner.close();
    }
    return capacity;
  }

  static Person person(Fields in, String id, Instant now) {
    sameId(in, id);
    String kind =
        in.required("kind", WORD, "patient, caregiver, prescriber or another lower-case word");
    String name = in.text("name", 200);
    List<String> addresses =
        in.texts("addresses", 20, DirectoryJson::isAddress, "an address of 1 to 512 characters");
    List<String> languages = in.texts("languages", 20, LANGUAGE, "an ISO 639-1 code");
    String zone =
        in.text("timeZone", ZoneId.getAvailableZoneIds()::contains, "a time zone of the IANA list");
    String programme = in.text("programme", 200);
    String designated = in.text("designatedNavigatorId", NavigatorId::isValid, NAVIGATOR_FORM);
    List<Consent> consents = new ArrayList<>();
    for (Fields one : in.objects("consents", 50)) {
      String purpose = one.required("purpose", WORD, "a lower-case word");
      Boolean granted = one.flag("granted");
      Instant at = one.instant("at");
      if (granted == null || at == null) {
        one.fault("", "missing", "needs granted and at");
      } else if (at.isAfter(now.plus(AHEAD))) {
        one.fault("at", "out-of-range", "must not be more than 5 minutes ahead");
      } else {
        consents.add(new Consent(purpose, granted, at));
      }
      one.close();
    }
    Thermometer thermometer = thermometer(in);
    in.done();
    return new Person(
        new PersonId(id),
        kind,
        name,
        addresses,
        languages,
        zone,
        programme,
        designated == null ? null : new NavigatorId(designated),
        consents,
        thermometer);
  }

  private static @Nullable Thermometer thermometer(Fields in) {
    Fields inner = in.object("distressThermometer");
    if (inner == null) {
      return null;
    }
    Long value = inner.whole("value", 0, 10);
    Instant at = inner.instant("at");
    inner.close();
    if (value == null || at == null) {
      in.fault("distressThermometer", "missing", "needs a value from 0 to 10 and its time");
      return null;
    }
    return new Thermometer(value.intValue(), at);
  }

  private static boolean isAddress(String text) {
    return !text.isEmpty() && text.length() <= 512;
  }

  private static void sameId(Fields in, String id) {
    String given = in.text("id", 64);
    if (given != null && !given.equals(id)) {
      in.fault("id", "conflict", "must be the id of the path");
    }
  }

  static void navigator(JsonGenerator out, Navigator n) throws IOException {
    out.writeStartObject();
    navigatorMembers(out, n);
    out.writeEndObject();
  }

  /**
   * @param adherence null while no shifts are known
   */
  static void navigator(JsonGenerator out, NavigatorView view, @Nullable Adherence adherence)
      throws IOException {
    out.writeStartObject();
    navigatorMembers(out, view.navigator());
    out.writeStringField("activity", view.activity());
    JsonOut.text(out, "nextActivity", view.nextActivity());
    out.writeBooleanField("connected", view.connected());
    out.writeNumberField("load", view.load());
    texts(out, "contacts", view.contacts());
    JsonOut.text(out, "adherence", adherence == null ? null : adherence.wireName());
    out.writeEndObject();
  }

  static void navigators(
      JsonGenerator out,
      List<NavigatorView> all,
      Function<NavigatorView, @Nullable Adherence> adherence)
      throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("navigators");
    for (NavigatorView view : all) {
      navigator(out, view, adherence.apply(view));
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void navigatorMembers(JsonGenerator out, Navigator n) throws IOException {
    out.writeStringField("id", n.id().value());
    out.writeStringField("name", n.name());
    texts(out, "languages", n.languages());
    out.writeObjectFieldStart("skills");
    for (Map.Entry<String, Integer> skill : n.skills().entrySet()) {
      out.writeNumberField(skill.getKey(), skill.getValue());
    }
    out.writeEndObject();
    texts(out, "queues", n.queues());
    JsonOut.text(out, "department", n.department());
    out.writeObjectFieldStart("capacity");
    for (Channel channel : Channel.values()) {
      Integer room = n.capacity().get(channel);
      if (room != null) {
        out.writeNumberField(channel.wireName(), room);
      }
    }
    out.writeEndObject();
    JsonOut.text(out, "voice", n.voice());
    if (n.standIn() != null) {
      out.writeStringField("standIn", n.standIn());
    }
  }

  static void person(JsonGenerator out, Person p) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", p.id().value());
    out.writeStringField("kind", p.kind());
    JsonOut.text(out, "name", p.name());
    texts(out, "addresses", p.addresses());
    texts(out, "languages", p.languages());
    JsonOut.text(out, "timeZone", p.timeZone());
    JsonOut.text(out, "programme", p.programme());
    JsonOut.text(out, "designatedNavigatorId", p.designatedNavigator());
    out.writeArrayFieldStart("consents");
    for (Consent consent : p.consents()) {
      out.writeStartObject();
      out.writeStringField("purpose", consent.purpose());
      out.writeBooleanField("granted", consent.granted());
      out.writeStringField("at", consent.at().toString());
      out.writeEndObject();
    }
    out.writeEndArray();
    Thermometer thermometer = p.distressThermometer();
    if (thermometer == null) {
      out.writeNullField("distressThermometer");
    } else {
      out.writeObjectFieldStart("distressThermometer");
      out.writeNumberField("value", thermometer.value());
      out.writeStringField("at", thermometer.at().toString());
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  static void queues(JsonGenerator out, List<QueueView> queues) throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("queues");
    for (QueueView queue : queues) {
      out.writeStartObject();
      out.writeStringField("id", queue.id());
      out.writeObjectFieldStart("waiting");
      for (Tier tier : Tier.values()) {
        out.writeNumberField(tier.wireName(), queue.waiting().getOrDefault(tier, 0L));
      }
      out.writeEndObject();
      out.writeNumberField("oldestWaitingSeconds", queue.oldestWaitingSeconds());
      JsonOut.number(out, "estimatedWaitSeconds", queue.estimatedWaitSeconds());
      JsonOut.number(out, "serviceLevelPercent", queue.serviceLevelPercent());
      out.writeObjectFieldStart("target");
      out.writeNumberField("percent", queue.target().percent());
      out.writeNumberField("withinSeconds", queue.target().within().toSeconds());
      out.writeEndObject();
      JsonOut.number(
          out,
          "averageAnswerSeconds",
          queue.averageAnswer() == null ? null : queue.averageAnswer().toMillis() / 1000.0);
      out.writeNumberField("abandoned", queue.abandoned());
      out.writeNumberField("shortAbandoned", queue.shortAbandoned());
      JsonOut.number(out, "occupiedPercent", queue.occupiedPercent());
      JsonOut.text(
          out,
          "emergencySince",
          queue.emergencySince() == null ? null : queue.emergencySince().toString());
      JsonOut.text(
          out, "pausedSince", queue.pausedSince() == null ? null : queue.pausedSince().toString());
      out.writeNumberField("readyNavigators", queue.readyNavigators());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void texts(JsonGenerator out, String name, List<String> values)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (String value : values) {
      out.writeString(value);
    }
    out.writeEndArray();
  }
}
