package dev.haven.adapter.phaxio;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Basic;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.HttpWebhook;
import dev.haven.adapter.support.Inquiry;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.MediaType;
import dev.haven.adapter.support.Multipart;
import dev.haven.adapter.support.PublicUrl;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * HMAC-SHA1 over the URL, the sorted fields with their values, and the sorted files with the SHA-1
 * of their content (phaxio.com, "callbacks").
 */
final class PhaxioAdapter extends HttpWebhook {
  private static final String API = "https://api.phaxio.com";

  private final HttpSender http;

  PhaxioAdapter(EndpointConfig endpoint, AdapterContext context) {
    super(endpoint, Set.of(Channel.FAX));
    this.http = context.http();
  }

  @Override
  public int maxBodyBytes() {
    return 26 * 1024 * 1024;
  }

  @Override
  protected @Nullable RefusalReason check(RawRequest request, Instant now) {
    String given = request.header("X-Phaxio-Signature");
    if (given == null || given.isBlank()) {
      return RefusalReason.MISSING_HEADER;
    }
    byte[] signed = Digests.utf8(PublicUrl.of(endpoint(), request) + parameters(request));
    boolean fits = false;
    for (String token : endpoint().secrets("callbackToken")) {
      fits |= Digests.same(Digests.hex(Digests.hmacSha1(token, signed)), given.strip());
    }
    return fits ? null : RefusalReason.SIGNATURE_MISMATCH;
  }

  private static String parameters(RawRequest request) {
    StringBuilder signed = new StringBuilder();
    List<Form.Field> fields = new ArrayList<>(form(request).fields());
    fields.sort(Comparator.comparing(Form.Field::name));
    fields.forEach(field -> signed.append(field.name()).append(field.value()));
    List<Multipart.Part> files = new ArrayList<>(files(request));
    files.sort(Comparator.comparing(Multipart.Part::name));
    files.forEach(
        file -> signed.append(file.name()).append(Digests.hashHex("SHA-1", file.content())));
    return signed.toString();
  }

  private static Form form(RawRequest request) {
    Multipart parts = Multipart.of(request);
    return parts == null ? Form.read(request.body()) : parts.form();
  }

  private static List<Multipart.Part> files(RawRequest request) {
    Multipart parts = Multipart.of(request);
    return parts == null
        ? List.of()
        : parts.parts().stream().filter(part -> part.fileName() != null).toList();
  }

  @Override
  protected ParseResult read(RawRequest request, Instant now) {
    Form form = form(request);
    String text = form.filled("fax");
    if (text == null) {
      return ParseResult.of(InboundSystem.of("callback", Digests.sha256Hex(request.body())));
    }
    JsonNode fax = Json.read(text);
    String id = Json.filled(fax, "id");
    if (fax == null || id == null) {
      return new ParseResult.Unreadable("no_fax");
    }
    return ParseResult.of(event(form, fax, id, files(request)));
  }

  private static InboundEvent event(
      Form form, JsonNode fax, String id, List<Multipart.Part> files) {
    String direction = form.filled("direction");
    boolean received =
        "received".equals(direction == null ? Json.text(fax, "direction") : direction);
    String status = String.valueOf(Json.text(fax, "status"));
    boolean failed = "false".equals(form.first("success")) || status.equals("failure");
    if (!received || failed) {
      return InboundStatus.of(id, status, false);
    }
    String from = Json.filled(fax, "from_number");
    InboundContactDraft draft =
        InboundContact.draft(id, Channel.FAX)
            .from(PhoneNumbers.normalise(from == null ? Json.filled(fax, "caller_id") : from, null))
            .to(PhoneNumbers.normalise(Json.text(fax, "to_number"), null))
            .fromName(Json.filled(fax, "caller_name"))
            .pages(Json.integer(fax, "num_pages"))
            .at(Times.iso(Json.text(fax, "completed_at")))
            .attribute("test", form.filled("is_test"));
    for (Multipart.Part file : files) {
      String type = MediaType.name(file.contentType());
      draft.attachment(
          Attachment.ofContent(
              file.content(), type.isEmpty() ? "application/pdf" : type, file.fileName()));
    }
    if (files.isEmpty()) {
      draft.attachment(Attachment.ofMediaId(id, "application/pdf", null));
    }
    return draft.build();
  }

  @Override
  public Media media() {
    String key = endpoint().secretOrNull("apiKey");
    String secret = endpoint().secretOrNull("apiSecret");
    List<String> hosts = List.of("api.phaxio.com");
    return key == null || secret == null
        ? Media.at(hosts)
        : Media.at(hosts)
            .signedIn(Map.of("Authorization", Basic.header(key, secret)), hosts)
            .byId(
                id ->
                    id.matches("[0-9]{1,20}")
                        ? URI.create("https://api.phaxio.com/v2.1/faxes/" + id + "/file")
                        : null,
                null);
  }

  /** Whether the account's key signs in, and which numbers call an address of their own. */
  @Override
  public Future<List<Remark>> examine() {
    String key = endpoint().secretOrNull("apiKey");
    String secret = endpoint().secretOrNull("apiSecret");
    if (key == null || secret == null) {
      return Inquiry.needs("the secrets 'apiKey' and 'apiSecret'");
    }
    return Inquiry.at(endpoint(), http, API, Map.of("Authorization", Basic.header(key, secret)))
        .check("numbers", "/v2.1/phone_numbers?per_page=1000", this::numbers)
        .end();
  }

  /** A number without an address of its own calls the account's, which the platform never tells. */
  private Remark numbers(@Nullable JsonNode body) {
    JsonNode numbers = Json.at(body, "data");
    if (!numbers.isArray()) {
      return Remark.unsure("numbers: the answer has another form");
    }
    long elsewhere = 0;
    for (JsonNode number : numbers) {
      String address = Json.filled(number, "callback_url");
      if (address != null && Inquiry.calls(endpoint(), address)) {
        return Remark.good("numbers call this endpoint");
      }
      elsewhere += address == null ? 0 : 1;
    }
    return elsewhere > 0 && elsewhere == numbers.size()
        ? Remark.wrong("nothing there calls the URL of this endpoint")
        : Remark.unsure(
            "the key signs in; whether the account's callback is this endpoint's is seen in the"
                + " console alone");
  }
}
