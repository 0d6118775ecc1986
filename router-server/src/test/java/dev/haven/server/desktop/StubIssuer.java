package dev.haven.server.desktop;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * An OpenID provider on loopback that lets everybody in as Ana, a navigator: discovery, keys, an
 * authorization endpoint without a page, and a token endpoint that insists on PKCE.
 */
final class StubIssuer implements AutoCloseable {
  private static final String CODE = "code-1";

  private final RSAKey key;
  private final HttpServer server;
  private final Map<String, String> asked = new ConcurrentHashMap<>();

  StubIssuer() throws IOException, JOSEException {
    key = new RSAKeyGenerator(2_048).keyID("k1").algorithm(JWSAlgorithm.RS256).generate();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/.well-known/openid-configuration", this::discover);
    server.createContext("/keys", x -> json(x, 200, new JWKSet(key.toPublicJWK()).toString()));
    server.createContext("/authorize", this::authorize);
    server.createContext("/token", this::token);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void discover(HttpExchange x) throws IOException {
    json(
        x,
        200,
        new JsonObject()
            .put("issuer", url())
            .put("authorization_endpoint", url() + "/authorize")
            .put("token_endpoint", url() + "/token")
            .put("jwks_uri", url() + "/keys")
            .encode());
  }

  private void authorize(HttpExchange x) throws IOException {
    asked.clear();
    asked.putAll(form(x.getRequestURI().getRawQuery()));
    x.getResponseHeaders()
        .add(
            "location",
            asked.get("redirect_uri") + "?code=" + CODE + "&state=" + asked.get("state"));
    x.sendResponseHeaders(302, -1);
    x.close();
  }

  private void token(HttpExchange x) throws IOException {
    Map<String, String> form =
        form(new String(x.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    boolean good =
        CODE.equals(form.get("code"))
            && "authorization_code".equals(form.get("grant_type"))
            && "S256".equals(asked.get("code_challenge_method"))
            && asked.get("redirect_uri").equals(form.get("redirect_uri"))
            && asked.get("code_challenge").equals(challenge(form.get("code_verifier")))
            && !form.containsKey("client_secret");
    json(
        x,
        good ? 200 : 400,
        good
            ? new JsonObject().put("access_token", jwt()).put("token_type", "Bearer").encode()
            : "{\"error\":\"invalid_grant\"}");
  }

  private String jwt() {
    Instant now = Instant.now();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("k1")
                .type(new JOSEObjectType("at+jwt"))
                .build(),
            new JWTClaimsSet.Builder()
                .issuer(url())
                .audience("haven")
                .subject("ana")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(600)))
                .claim("role", "navigator")
                .claim("workspace", "main")
                .build());
    try {
      jwt.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return jwt.serialize();
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> form(String encoded) {
    return Arrays.stream(encoded.split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> URLDecoder.decode(pair[0], StandardCharsets.UTF_8),
                pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  private static void json(HttpExchange x, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    x.getResponseHeaders().add("content-type", "application/json");
    x.getResponseHeaders().add("access-control-allow-origin", "*");
    x.sendResponseHeaders(status, bytes.length);
    x.getResponseBody().write(bytes);
    x.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
