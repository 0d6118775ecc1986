package dev.haven.adapter.asteriskari;

import dev.haven.adapter.support.Basic;
import dev.haven.adapter.support.Form;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HttpCall;
import java.net.URI;
import java.util.Map;

/**
 * Where the REST interface is and how to sign in.
 *
 * @param base without a slash at the end
 * @param headers that sign in; empty when no user is configured
 */
record AriAccess(String base, Map<String, String> headers) {
  private static final String LOCAL = "http://127.0.0.1:8088/ari";

  static AriAccess of(EndpointConfig endpoint) {
    String base = endpoint.apiBaseUrl();
    String user = endpoint.secretOrNull("user");
    String password = endpoint.secretOrNull("password");
    return new AriAccess(
        base == null ? LOCAL : base,
        user == null || password == null
            ? Map.of()
            : Map.of("Authorization", Basic.header(user, password)));
  }

  HttpCall post(String path) {
    return call("POST", path);
  }

  HttpCall call(String method, String path) {
    return new HttpCall(
        method, URI.create(base + path), headers, new byte[0], HttpCall.DEFAULT_TIMEOUT);
  }

  /** The WebSocket that carries an application's events. */
  URI events(String application) {
    return URI.create(base + "/events?app=" + Form.encode(application));
  }

  @Override
  public String toString() {
    return "AriAccess[***]";
  }
}
