package dev.haven.adapter.hylafax;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Freshness;
import dev.haven.adapter.support.HttpWebhook;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.StandardSignature;
import dev.haven.channel.Attachment;
import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.InboundContact;
import dev.haven.channel.ParseResult;
import dev.haven.channel.PhoneNumbers;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Remark;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the arguments of {@code bin/faxrcvd}: file, device, communication id, error, then what the
 * line told of the caller. The hook {@code config/hylafax/haven-faxrcvd} sends them with the file,
 * signed as Standard Webhooks. A file outside the folder of received faxes is not believed. A fax
 * that broke off is a contact too: its first page may be the one that counts.
 *
 * <p>A list of arguments alone is what the program was run with on this machine. It comes over no
 * network, and where a key is configured it is not taken at all.
 */
final class HylaFaxAdapter extends HttpWebhook {
  private static final String RUN = "EXEC";
  private static final Pattern FILE = Pattern.compile("recvq/[A-Za-z0-9][A-Za-z0-9._-]{0,120}");

  /** How a modem's configuration writes that the line told nothing, such as {@code <NONE>}. */
  private static final Pattern NOTHING_TOLD = Pattern.compile("<[A-Za-z ]{1,20}>");

  private static final int FIRST_CALL_ID = 4;
  private static final int MAX_ARGUMENTS = 32;

  private final @Nullable StandardSignature signature;

  HylaFaxAdapter(EndpointConfig endpoint) {
    super(endpoint, Set.of(Channel.FAX));
    List<String> secrets = endpoint.secrets("secret");
    List<String> keys = endpoint.secrets("publicKey");
    this.signature =
        secrets.isEmpty() && keys.isEmpty()
            ? null
            : new StandardSignature(
                "webhook-",
                secrets,
                keys,
                endpoint.number("toleranceSeconds", Freshness.DEFAULT_TOLERANCE_SECONDS));
  }

  @Override
  public int maxBodyBytes() {
    return 36 * 1024 * 1024;
  }

  @Override
  protected @Nullable RefusalReason check(RawRequest request, Instant now) {
    boolean run = request.method().equals(RUN) && request.remote() == null;
    RefusalReason refusal =
        signature != null
            ? signature.check(request, now)
            : run ? null : RefusalReason.MISSING_HEADER;
    if (refusal != null) {
      return refusal;
    }
    List<String> arguments = arguments(request);
    boolean whole =
        arguments.size() >= FIRST_CALL_ID
            && FILE.matcher(arguments.get(0)).matches()
            && !arguments.get(2).isBlank();
    return whole ? null : RefusalReason.MALFORMED;
  }

  /** The arguments, alone or beside the file; none when they are no list of texts. */
  private static List<String> arguments(RawRequest request) {
    JsonNode body = Json.read(request.body());
    JsonNode list = body == null || body.isArray() ? Json.at(body) : body.path("arguments");
    List<String> arguments = new ArrayList<>();
    if (list.size() <= MAX_ARGUMENTS) {
      for (JsonNode one : list) {
        if (!one.isTextual()) {
          return List.of();
        }
        arguments.add(one.textValue());
      }
    }
    return arguments;
  }

  @Override
  protected ParseResult read(RawRequest request, Instant now) {
    List<String> arguments = arguments(request);
    if (arguments.size() < FIRST_CALL_ID || arguments.get(2).isBlank()) {
      return new ParseResult.Unreadable("arguments");
    }
    String to = argument(arguments, (int) endpoint().number("calledNumberCallId", 0));
    return ParseResult.of(
        InboundContact.draft(arguments.get(2), Channel.FAX)
            .from(PhoneNumbers.normalise(argument(arguments, 1), endpoint().text("region")))
            .to(to == null ? endpoint().text("faxNumber") : to)
            .fromName(argument(arguments, 2))
            .attribute("device", arguments.get(1))
            .attribute("receptionError", arguments.get(3))
            .attachment(file(request, arguments.get(0)))
            .build());
  }

  private static Attachment file(RawRequest request, String path) {
    String base64 = Json.filled(Json.read(request.body()), "file");
    byte[] content = base64 == null ? null : Digests.fromMimeBase64(base64);
    return content == null || content.length == 0
        ? Attachment.ofPath(path, "image/tiff")
        : Attachment.ofContent(content, type(content), path.substring(path.indexOf('/') + 1));
  }

  private static String type(byte[] content) {
    boolean pdf = content.length > 4 && content[0] == '%' && content[1] == 'P';
    return pdf ? "application/pdf" : "image/tiff";
  }

  /** What the line told, counted from 1; null when it told nothing there. */
  private static @Nullable String argument(List<String> arguments, int callId) {
    int index = FIRST_CALL_ID + callId - 1;
    if (callId < 1 || index >= arguments.size()) {
      return null;
    }
    String value = arguments.get(index).strip();
    return value.isEmpty() || NOTHING_TOLD.matcher(value).matches() ? null : value;
  }

  /** Whether there is something to know the hook by; the fax server is not asked. */
  @Override
  public Future<List<Remark>> examine() {
    return Future.succeededFuture(
        List.of(
            signature == null
                ? Remark.wrong("the secret 'publicKey' is missing: no fax would be taken")
                : Remark.good("the hook's signature can be checked")));
  }
}
