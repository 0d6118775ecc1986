package dev.haven.adapter.twilio;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.adapter.support.Basic;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.Inquiry;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Rest;
import dev.haven.channel.AdapterContext;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.Remark;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The REST interface of one account. Signs in with {@code apiKey} and {@code apiKeySecret} when
 * they are set, else with the account and its token. Without the account's settings every command
 * fails and says what is missing.
 */
final class TwilioRest {
  private static final String CONVERSATIONS = "https://conversations.twilio.com";

  private final @Nullable Rest rest;
  private final @Nullable Rest conversations;
  private final Map<String, String> headers;
  private final String account;

  TwilioRest(EndpointConfig endpoint, AdapterContext context, Dialect dialect) {
    String accountSid = endpoint.text("accountSid");
    String base = endpoint.apiBaseUrl() == null ? dialect.apiBaseUrl() : endpoint.apiBaseUrl();
    String key = endpoint.secretOrNull("apiKey");
    String secret = endpoint.secretOrNull("apiKeySecret");
    String user = key == null ? accountSid : key;
    String password = secret == null ? endpoint.secretOrNull(dialect.keySecrets().get(0)) : secret;
    this.account = accountSid == null ? "" : accountSid;
    if (accountSid == null || base == null || user == null || password == null) {
      this.rest = null;
      this.conversations = null;
      this.headers = Map.of();
    } else {
      this.headers = Map.of("Authorization", Basic.header(user, password));
      this.rest = new Rest(context.http(), base, headers);
      this.conversations =
          new Rest(context.http(), endpoint.apiBaseUrl() == null ? CONVERSATIONS : base, headers);
    }
  }

  Future<HttpAnswer> post(String resource, Form form) {
    return rest == null ? unconfigured() : rest.postForm(path(resource), form);
  }

  Future<HttpAnswer> get(String resource) {
    return rest == null ? unconfigured() : rest.get(path(resource));
  }

  /**
   * @param service of that conversation; null for the account's default
   */
  Future<HttpAnswer> postConversation(@Nullable String service, String conversation, Form form) {
    String within = service == null ? "" : "/Services/" + service;
    return conversations == null
        ? unconfigured()
        : conversations.postForm(
            "/v1" + within + "/Conversations/" + conversation + "/Messages", form);
  }

  /** Which numbers of the account call the endpoint. */
  Future<List<Remark>> examine(EndpointConfig endpoint) {
    return rest == null
        ? Inquiry.needs("config.accountSid and the account's token")
        : new Inquiry(endpoint, rest)
            .ask(
                "numbers",
                path("IncomingPhoneNumbers.json?PageSize=1000"),
                body ->
                    Inquiry.each(
                        body.path("incoming_phone_numbers"),
                        "phone_number",
                        Map.of("calls of ", "voice_url", "messages of ", "sms_url")))
            .ask(
                "applications",
                path("Applications.json?PageSize=1000"),
                body ->
                    Inquiry.each(
                        body.path("applications"),
                        "friendly_name",
                        Map.of("calls of ", "voice_url", "messages of ", "sms_url")))
            .end();
  }

  /** What signs in; empty when the account's settings are missing. */
  Map<String, String> headers() {
    return headers;
  }

  private String path(String resource) {
    return "/2010-04-01/Accounts/" + account + "/" + resource;
  }

  private static Future<HttpAnswer> unconfigured() {
    return Future.failedFuture(
        new IllegalStateException(
            "config.accountSid and the account's token are needed to send or connect"));
  }

  /** A field of the answer, null when it has none. */
  static @Nullable String field(HttpAnswer answer, String name) {
    JsonNode body = Json.read(answer.body());
    return Json.filled(body, name);
  }

  /** The platform's code of a refusal, or the HTTP status when it tells none. */
  static String refusal(HttpAnswer answer) {
    String code = field(answer, "code");
    return code == null ? "http_" + answer.status() : code;
  }
}
