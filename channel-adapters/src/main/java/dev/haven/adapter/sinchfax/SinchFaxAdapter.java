package dev.haven.adapter.sinchfax;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Basic;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.HttpWebhook;
import dev.haven.adapter.support.Inquiry;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.MediaType;
import dev.haven.adapter.support.Multipart;
import dev.haven.adapter.support.Times;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.Attachment;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HttpSender;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundContactDraft;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.Media;
import dev.haven.channel.ParseResult;
import dev.haven.channel.PhoneNumbers;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Remark;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Nothing is signed: Basic credentials stand in the webhook's URL. Comes as parts, or as JSON with
 * the file in base64.
 */
final class SinchFaxAdapter extends HttpWebhook {
  private static final String API = "https://fax.api.sinch.com";

  private static final String INCOMING = "INCOMING_FAX";

  private final HttpSender http;

  SinchFaxAdapter(EndpointConfig endpoint, AdapterContext context) {
    super(endpoint, Set.of(Channel.FAX));
    this.http = context.http();
  }

  @Override
  public int maxBodyBytes() {
    return 36 * 1024 * 1024;
  }

  @Override
  protected @Nullable RefusalReason check(RawRequest request, Instant now) {
    return Basic.check(request, endpoint());
  }

  @Override
  protected ParseResult read(RawRequest request, Instant now) {
    String event;
    JsonNode fax;
    Attachment file = null;
    if (MediaType.name(request.header("Content-Type")).startsWith("multipart/")) {
      Multipart parts = Multipart.of(request);
      Multipart.Part about = parts == null ? null : parts.first("fax");
      if (parts == null || about == null) {
        return new ParseResult.Unreadable("no_fax_part");
      }
      event = parts.form().first("event");
      fax = Json.at(Json.read(about.content()));
      Multipart.Part content = parts.first("file");
      if (content != null) {
        file = Attachment.ofContent(content.content(), type(content), content.fileName());
      }
    } else {
      JsonNode body = Json.read(request.body());
      event = Json.text(body, "event");
      fax = Json.at(body, "fax");
      file = file(body);
      if (body != null && event != null && !event.equals(INCOMING) && fax.isMissingNode()) {
        return ParseResult.of(InboundSystem.of(event, Digests.sha256Hex(request.body())));
      }
    }
    return fax.isObject()
        ? ParseResult.of(event(event == null ? "" : event, fax, file))
        : new ParseResult.Unreadable("no_fax");
  }

  private static String type(Multipart.Part part) {
    String declared = part.contentType();
    return declared == null ? "application/pdf" : MediaType.name(declared);
  }

  private static @Nullable Attachment file(@Nullable JsonNode body) {
    String base64 = Json.filled(body, "file");
    byte[] content = base64 == null ? null : Digests.fromMimeBase64(base64);
    if (content == null) {
      return null;
    }
    String kind = Json.filled(body, "fileType");
    String type =
        switch (kind == null ? "" : kind.toUpperCase(Locale.ROOT)) {
          case "TIFF", "TIF" -> "image/tiff";
          case "PNG" -> "image/png";
          case "JPEG", "JPG" -> "image/jpeg";
          default -> "application/pdf";
        };
    return Attachment.ofContent(content, type, null);
  }

  private static InboundEvent event(String event, JsonNode fax, @Nullable Attachment file) {
    String id = Json.id(fax, "id");
    boolean outbound = "OUTBOUND".equals(Json.text(fax, "direction"));
    if (outbound || !event.equals(INCOMING)) {
      String status = Json.text(fax, "status");
      return InboundStatus.of(id, status == null ? event : status, false);
    }
    InboundContactDraft draft =
        InboundContact.draft(id, Channel.FAX)
            .from(PhoneNumbers.normalise(Json.text(fax, "from"), null))
            .to(PhoneNumbers.normalise(Json.text(fax, "to"), null))
            .pages(Json.integer(fax, "numberOfPages"))
            .attribute("status", Json.text(fax, "status"))
            .at(Times.iso(Json.text(fax, "completedTime")));
    if (file != null) {
      draft.attachment(file);
    } else if (fax.path("hasFile").asBoolean()) {
      draft.attachment(Attachment.ofMediaId(id, "application/pdf", null));
    }
    return draft.build();
  }

  /** Faxes whose file did not come with the call, of the project {@code projectId}. */
  @Override
  public Media media() {
    String project = endpoint().text("projectId");
    String key = endpoint().secretOrNull("apiKey");
    String secret = endpoint().secretOrNull("apiSecret");
    List<String> hosts = List.of("fax.api.sinch.com");
    return project == null || key == null || secret == null
        ? Media.at(hosts)
        : Media.at(hosts)
            .signedIn(Map.of("Authorization", Basic.header(key, secret)), hosts)
            .byId(
                id ->
                    id.matches("[A-Za-z0-9]{1,40}") && project.matches("[A-Za-z0-9-]{1,64}")
                        ? URI.create(
                            "https://fax.api.sinch.com/v3/projects/"
                                + project
                                + "/faxes/"
                                + id
                                + "/file.pdf")
                        : null,
                null);
  }

  /** Which addresses the project's fax services call. */
  @Override
  public Future<List<Remark>> examine() {
    String project = endpoint().text("projectId");
    String key = endpoint().secretOrNull("apiKey");
    String secret = endpoint().secretOrNull("apiSecret");
    if (project == null || key == null || secret == null) {
      return Inquiry.needs("config.projectId and the secrets 'apiKey' and 'apiSecret'");
    }
    return Inquiry.at(endpoint(), http, API, Map.of("Authorization", Basic.header(key, secret)))
        .ask(
            "fax services",
            "/v3/projects/" + Form.encode(project) + "/services?pageSize=100",
            body -> Inquiry.each(body.path("services"), "name", "incomingWebhookUrl"))
        .end();
  }
}
