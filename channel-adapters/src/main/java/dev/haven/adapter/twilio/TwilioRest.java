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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The REST interface of one account. Signs in with {@code apiKey} and {@code apiKeySecret} when
 * they are set, else with the account and its newest token. Without the account's settings every
 * command fails and says what is missing.
 */
final class TwilioRest {
  private static final String CONVERSATIONS = "https://conversations.twilio.com";

  private final @Nullable Rest rest;
  private final @Nullable Rest conversations;
  private final Map<String, String> headers;
  private final String account;
  private final List<String> lacks = new ArrayList<>();

  TwilioRest(EndpointConfig endpoint, AdapterContext context, Dialect dialect) {
    String accountSid = endpoint.text("accountSid");
    String base = endpoint.apiBaseUrl() == null ? dialect.apiBaseUrl() : endpoint.apiBaseUrl();
    Map<String, String> signIn = signIn(endpoint, dialect, accountSid);
    this.account = accountSid == null ? "" : accountSid;
    if (accountSid == null) {
      lacks.add("config.accountSid is needed to answer and to connect calls");
    }
    if (base == null) {
      lacks.add("apiBaseUrl is needed to answer and to connect calls");
    }
    if (signIn.isEmpty() && dialect.tokenSecrets().isEmpty()) {
      lacks.add(
          "the secrets 'apiKey' and 'apiKeySecret' are needed to answer and to connect calls");
    }
    if (base == null || !lacks.isEmpty()) {
      this.rest = null;
      this.conversations = null;
      this.headers = Map.of();
    } else {
      this.headers = signIn;
      this.rest = new Rest(context.http(), base, headers);
      this.conversations =
          new Rest(context.http(), endpoint.apiBaseUrl() == null ? CONVERSATIONS : base, headers);
    }
  }

  /** Empty when nothing is set that could. */
  private static Map<String, String> signIn(
      EndpointConfig endpoint, Dialect dialect, @Nullable String account) {
    String key = endpoint.secretOrNull("apiKey");
    String secret = endpoint.secretOrNull("apiKeySecret");
    if (key != null && secret != null) {
      return Map.of("Authorization", Basic.header(key, secret));
    }
    String token =
        dialect.tokenSecrets().stream()
            .flatMap(name -> endpoint.secrets(name).stream())
            .findFirst()
            .orElse(null);
    return account == null || token == null
        ? Map.of()
        : Map.of("Authorization", Basic.header(account, token));
  }

  /** What is missing to answer and to connect, a sentence each. */
  List<String> lacks() {
    return List.copyOf(lacks);
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
            "what signs in at the account is not configured: nothing is sent or connected"));
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
