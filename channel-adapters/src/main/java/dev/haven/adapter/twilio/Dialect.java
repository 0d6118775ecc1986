package dev.haven.adapter.twilio;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the two platforms that speak this language.
 *
 * @param signatureHeaders in the order they are looked for
 * @param keySecrets names of the secrets that sign
 * @param tokenSecrets names of those that sign in with the account, where no key is set; none where
 *     what signs does not sign in
 * @param apiBaseUrl the platform's own REST interface; null when each customer has another
 * @param apiHosts where files are asked for with the account's credentials
 * @param mediaHosts those, and where they send on to
 */
record Dialect(
    List<String> signatureHeaders,
    List<String> keySecrets,
    List<String> tokenSecrets,
    @Nullable String apiBaseUrl,
    List<String> apiHosts,
    List<String> mediaHosts) {

  static final Dialect TWILIO =
      new Dialect(
          List.of("X-Twilio-Signature"),
          List.of("authToken", "authTokens"),
          List.of("authToken", "authTokens"),
          "https://api.twilio.com",
          List.of("api.twilio.com", "mcs.us1.twilio.com"),
          List.of(
              "api.twilio.com",
              "mcs.us1.twilio.com",
              "media.us1.twilio.com",
              ".twiliocdn.com",
              "s3-external-1.amazonaws.com"));

  static final Dialect SIGNALWIRE =
      new Dialect(
          List.of("X-SignalWire-Signature", "X-Twilio-Signature"),
          List.of("signingKey", "signingKeys"),
          List.of(),
          null,
          List.of(".signalwire.com"),
          List.of(".signalwire.com"));
}
