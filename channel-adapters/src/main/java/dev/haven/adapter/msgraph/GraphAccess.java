package dev.haven.adapter.msgraph;

import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.Json;
import dev.haven.adapter.support.Rest;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HttpSender;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signs in as the app registration, without a person: {@code tenantId} and {@code clientId} in the
 * configuration, {@code clientSecret} as a secret.
 */
final class GraphAccess {
  static final String GRAPH = "https://graph.microsoft.com";
  private static final String LOGIN = "https://login.microsoftonline.com";

  private final HttpSender http;
  private final String tenant;
  private final Form grant;

  private GraphAccess(HttpSender http, String tenant, Form grant) {
    this.http = http;
    this.tenant = tenant;
    this.grant = grant;
  }

  /** Null where the endpoint lacks what signs in. */
  static @Nullable GraphAccess of(EndpointConfig endpoint, HttpSender http) {
    String tenant = endpoint.text("tenantId");
    String client = endpoint.text("clientId");
    String secret = endpoint.secretOrNull("clientSecret");
    if (tenant == null || client == null || secret == null) {
      return null;
    }
    Map<String, String> grant = new LinkedHashMap<>();
    grant.put("grant_type", "client_credentials");
    grant.put("client_id", client);
    grant.put("client_secret", secret);
    grant.put("scope", GRAPH + "/.default");
    return new GraphAccess(http, tenant, Form.of(grant));
  }

  /** A token of about an hour; null when the platform refuses the app. */
  Future<@Nullable String> token() {
    return new Rest(http, LOGIN, Map.of())
        .postForm("/" + Form.encode(tenant) + "/oauth2/v2.0/token", grant)
        .map(
            answer ->
                answer.isSuccess() ? Json.filled(Json.read(answer.body()), "access_token") : null);
  }
}
