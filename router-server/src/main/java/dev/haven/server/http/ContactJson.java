package dev.haven.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.haven.contact.AdverseEventReport;
import dev.haven.contact.ContactId;
import dev.haven.flow.ContactView;
import dev.haven.flow.Contacts.Attempt;
import dev.haven.flow.Contacts.Explanation;
import dev.haven.flow.Contacts.Seen;
import dev.haven.flow.Contacts.Spoken;
import dev.haven.flow.Contacts.TimelineEntry;
import dev.haven.flow.Contacts.Told;
import dev.haven.flow.DesktopFrame;
import dev.haven.flow.Reports;
import dev.haven.navigator.NavigatorId;
import dev.haven.urgency.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes contacts, their history and their explanation in the shapes of the REST interface. */
public final class ContactJson {
  private ContactJson() {}

  static void contact(JsonGenerator out, ContactView c) throws IOException {
    out.writeStartObject();
    members(out, c);
    out.writeEndObject();
  }

  /** With the files that came with it. */
  static void contact(JsonGenerator out, ContactView c, List<Attachments.Kept> kept)
      throws IOException {
    out.writeStartObject();
    members(out, c);
    files(out, kept);
    out.writeEndObject();
  }

  private static void members(JsonGenerator out, ContactView c) throws IOException {
    out.writeStringField("id", c.id().value());
    out.writeStringField("state", c.state().wireName());
    out.writeStringField("channel", c.channel().wireName());
    out.writeStringField("language", c.language());
    out.writeStringField("queue", c.queue());
    out.writeObjectFieldStart("urgency");
    urgency(out, c.tier().wireName(), c.score(), c.reasons(), c.language());
    out.writeEndObject();
    out.writeBooleanField("adverseEvent", c.adverseEvent());
    out.writeStringField("kind", c.kind().wireName());
    JsonOut.text(out, "disposition", c.disposition());
    JsonOut.time(out, "arrivedAt", c.arrivedAt());
    JsonOut.time(out, "orderedAt", c.orderedAt());
    JsonOut.number(out, "position", c.position());
    JsonOut.number(out, "estimatedWaitSeconds", c.estimatedWaitSeconds());
    JsonOut.text(out, "navigatorId", c.navigator());
    JsonOut.text(out, "engagementId", c.engagement());
    JsonOut.text(out, "personId", c.person());
    JsonOut.text(out, "previousContactId", c.previous());
    JsonOut.text(out, "leadId", c.lead());
    members(out, c.members());
  }

  /** The contacts that are joined under one. */
  public static void members(JsonGenerator out, List<ContactId> members) throws IOException {
    out.writeArrayFieldStart("members");
    for (ContactId member : members) {
      out.writeString(member.value());
    }
    out.writeEndArray();
  }

  /**
   * The members of an urgency. A reason's message is in the contact's language where we have it;
   * beside it stand all, for readers of another.
   */
  public static void urgency(
      JsonGenerator out, String tier, int score, List<Reason> reasons, String language)
      throws IOException {
    out.writeStringField("tier", tier);
    out.writeNumberField("score", score);
    out.writeArrayFieldStart("reasons");
    for (Reason reason : reasons) {
      out.writeStartObject();
      out.writeStringField("code", reason.code());
      out.writeStringField("message", "es".equals(language) ? reason.spanish() : reason.english());
      out.writeObjectFieldStart("messages");
      out.writeStringField("en", reason.english());
      out.writeStringField("es", reason.spanish());
      out.writeEndObject();
      JsonOut.number(out, "start", reason.start() < 0 ? null : reason.start());
      JsonOut.number(out, "end", reason.end() < 0 ? null : reason.end());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  /** An adverse-event report with what is still blank. */
  static void report(JsonGenerator out, Reports.Report report) throws IOException {
    AdverseEventReport criteria = report.criteria();
    out.writeStartObject();
    out.writeStringField("reportId", report.contact().value());
    out.writeStringField("contactId", report.about().value());
    out.writeStringField("state", report.state());
    out.writeNumberField("revision", report.revision());
    JsonOut.time(out, "awareAt", report.awareAt());
    JsonOut.time(out, "dueAt", report.dueAt());
    JsonOut.text(out, "reference", report.reference());
    out.writeStringField("reporter", criteria.reporter());
    out.writeStringField("patient", criteria.patient());
    out.writeStringField("product", criteria.product());
    out.writeStringField("event", criteria.event());
    out.writeArrayFieldStart("missing");
    for (String name : criteria.missing()) {
      out.writeString(name);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  /** Reports that are not handed off; none of their words. */
  static void pending(JsonGenerator out, List<Reports.Pending> reports) throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("reports");
    for (Reports.Pending report : reports) {
      out.writeStartObject();
      out.writeStringField("reportId", report.contact().value());
      out.writeStringField("contactId", report.about().value());
      out.writeStringField("state", report.state());
      out.writeNumberField("revision", report.revision());
      JsonOut.time(out, "awareAt", report.awareAt());
      JsonOut.time(out, "dueAt", report.dueAt());
      out.writeStringField("work", report.work().wireName());
      NavigatorId navigator = report.navigator();
      JsonOut.text(out, "navigatorId", navigator == null ? null : navigator.value());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  static void timeline(JsonGenerator out, List<TimelineEntry> entries) throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("entries");
    for (TimelineEntry entry : entries) {
      out.writeStartObject();
      out.writeNumberField("n", entry.n());
      JsonOut.time(out, "at", entry.at());
      out.writeStringField("type", entry.type());
      out.writeObjectFieldStart("facts");
      for (Map.Entry<String, String> fact : entry.facts().entrySet()) {
        out.writeStringField(fact.getKey(), fact.getValue());
      }
      out.writeEndObject();
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  static void attachments(JsonGenerator out, List<Attachments.Kept> kept) throws IOException {
    out.writeStartObject();
    files(out, kept);
    out.writeEndObject();
  }

  /** The member {@code attachments} of what is being written. */
  public static void files(JsonGenerator out, List<Attachments.Kept> kept) throws IOException {
    out.writeArrayFieldStart("attachments");
    for (Attachments.Kept file : kept) {
      out.writeStartObject();
      out.writeStringField("n", file.n());
      JsonOut.text(out, "name", file.name());
      out.writeStringField("type", file.contentType());
      out.writeStringField("contentType", file.contentType());
      JsonOut.number(out, "bytes", file.bytes() < 0 ? null : file.bytes());
      out.writeStringField("state", file.state().wireName());
      JsonOut.time(out, "at", file.at());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  static void conversation(JsonGenerator out, List<Spoken> said) throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("messages");
    for (Spoken message : said) {
      out.writeStartObject();
      out.writeStringField("contactId", message.contact().value());
      out.writeStringField("from", message.from());
      out.writeStringField("text", message.text());
      JsonOut.time(out, "at", message.at());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  static void words(JsonGenerator out, List<DesktopFrame.Line> lines) throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("messages");
    for (DesktopFrame.Line line : lines) {
      line(out, line);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void line(JsonGenerator out, DesktopFrame.Line line) throws IOException {
    out.writeStartObject();
    out.writeStringField("from", line.from());
    out.writeStringField("text", line.text());
    JsonOut.time(out, "at", line.at());
    out.writeEndObject();
  }

  /**
   * @param toSupervisor whether the reader may see which words each finding rests on
   */
  static void explanation(JsonGenerator out, Explanation explanation, boolean toSupervisor)
      throws IOException {
    out.writeStartObject();
    out.writeFieldName("contact");
    contact(out, explanation.contact());
    out.writeStringField("scorerVersion", explanation.scorerVersion());
    out.writeArrayFieldStart("seen");
    for (Seen seen : explanation.seen()) {
      out.writeStartObject();
      out.writeNumberField("message", seen.message());
      out.writeStringField("code", seen.finding().code());
      out.writeStringField("outcome", seen.finding().outcome().name().toLowerCase(Locale.ROOT));
      JsonOut.number(out, "start", toSupervisor ? seen.finding().start() : null);
      JsonOut.number(out, "end", toSupervisor ? seen.finding().end() : null);
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeStringField("seenBy", explanation.seenBy());
    JsonOut.text(out, "overrideReason", toSupervisor ? explanation.overrideReason() : null);
    out.writeArrayFieldStart("place");
    for (String sentence : explanation.place()) {
      out.writeString(sentence);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("tried");
    for (Attempt attempt : explanation.tried()) {
      out.writeStartObject();
      out.writeStringField("offerId", attempt.offerId());
      out.writeStringField("navigatorId", attempt.navigatorId());
      JsonOut.time(out, "at", attempt.at());
      out.writeStringField("outcome", attempt.outcome());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("story");
    for (Told told : explanation.story()) {
      out.writeStartObject();
      JsonOut.time(out, "at", told.at());
      out.writeStringField("sentence", told.sentence());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }
}
