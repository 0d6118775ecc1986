package dev.haven.adapter.telnyx;

import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Inquiry;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Rest;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.Remark;
import io.vertx.core.Future;
import java.util.List;

/** Looks at the applications and profiles of the account, and at the key it signs with. */
final class TelnyxSetup {
  private TelnyxSetup() {}

  static Future<List<Remark>> examine(EndpointConfig endpoint, Rest rest) {
    return new Inquiry(endpoint, rest)
        .check(
            "public key",
            "/v2/public_key",
            body -> {
              String shown = Json.filled(body, "data", "public");
              return shown == null
                  ? Remark.unsure("public key: the answer has another form")
                  : Digests.sameAsAny(endpoint.secrets("publicKeyBase64"), shown)
                      ? Remark.good("secret publicKeyBase64 is the account's")
                      : Remark.wrong("secret publicKeyBase64 is not the account's");
            })
        .ask(
            "call control applications",
            "/v2/call_control_applications?page%5Bsize%5D=250",
            body -> Inquiry.each(body.path("data"), "application_name", "webhook_event_url"))
        .ask(
            "messaging profiles",
            "/v2/messaging_profiles?page%5Bsize%5D=250",
            body -> Inquiry.each(body.path("data"), "name", "webhook_url"))
        .ask(
            "fax applications",
            "/v2/fax_applications?page%5Bsize%5D=250",
            body -> Inquiry.each(body.path("data"), "application_name", "webhook_event_url"))
        .end();
  }
}
