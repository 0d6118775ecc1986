package dev.haven.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import io.vertx.core.Future;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
  private static final long NOW = 1_800_000_000L;
  static final Tokens.Rules RULES =
      new Tokens.Rules(
          "haven", "haven", "workspace", "role", 30, 86_400, List.of("main", "other"), 100);

  private final AtomicLong clock = new AtomicLong(NOW);
  private final Tokens tokens = new Tokens(RULES, new SharedKey(KEY), clock::get);

  private static Map<String, Object> good() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", "haven");
    claims.put("aud", "haven");
    claims.put("sub", "nav-1");
    claims.put("iat", NOW);
    claims.put("exp", NOW + 3_600);
    claims.put("role", "navigator");
    claims.put("workspace", "other");
    return claims;
  }

  private static String sign(JWSHeader header, Map<String, Object> claims) throws Exception {
    JWSObject object = new JWSObject(header, new Payload(claims));
    object.sign(new MACSigner(Base64.getDecoder().decode(KEY)));
    return object.serialize();
  }

  private static JWSHeader header() {
    return new JWSHeader.Builder(JWSAlgorithm.HS256).type(new JOSEObjectType("at+jwt")).build();
  }

  private Optional<Identity> verify(String token) {
    return tokens.verify(token).result();
  }

  @Test
  void shouldTakeAGoodToken() throws Exception {
    Identity identity = verify(sign(header(), good())).orElseThrow();
    assertThat(identity.subject()).isEqualTo("nav-1");
    assertThat(identity.role()).isEqualTo(Role.NAVIGATOR);
    assertThat(identity.workspace().value()).isEqualTo("other");
  }

  @Test
  void shouldTakeWhatTheCommandLineIssues() {
    String token =
        TokenIssue.token(
            RULES,
            KEY,
            "boss",
            Role.SUPERVISOR,
            "main",
            Instant.ofEpochSecond(NOW),
            Duration.ofHours(1));
    assertThat(verify(token).orElseThrow().role()).isEqualTo(Role.SUPERVISOR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "aud", "sub", "iat", "exp", "role"})
  void shouldRefuseWhenAClaimIsMissing(String claim) throws Exception {
    Map<String, Object> claims = good();
    claims.remove(claim);
    assertThat(verify(sign(header(), claims))).isEmpty();
  }

  @Test
  void shouldRefuseWrongValues() throws Exception {
    Map<String, Object> wrong = new LinkedHashMap<>();
    wrong.put("iss", "elsewhere");
    wrong.put("aud", "elsewhere");
    wrong.put("exp", "soon");
    wrong.put("iat", NOW + 3_600);
    wrong.put("nbf", NOW + 3_600);
    wrong.put("role", "root");
    wrong.put("workspace", "unknown");
    wrong.put("sub", "a b");
    for (Map.Entry<String, Object> entry : wrong.entrySet()) {
      Map<String, Object> claims = good();
      claims.put(entry.getKey(), entry.getValue());
      assertThat(verify(sign(header(), claims))).as(entry.getKey()).isEmpty();
    }
    Map<String, Object> longLived = good();
    longLived.put("exp", NOW + 86_401);
    assertThat(verify(sign(header(), longLived))).isEmpty();
  }

  @Test
  void shouldRefuseOtherTypesAndUnknownCriticalHeaders() throws Exception {
    JWSHeader logout =
        new JWSHeader.Builder(JWSAlgorithm.HS256).type(new JOSEObjectType("logout+jwt")).build();
    JWSHeader untyped = new JWSHeader.Builder(JWSAlgorithm.HS256).build();
    JWSHeader critical =
        new JWSHeader.Builder(JWSAlgorithm.HS256)
            .type(JOSEObjectType.JWT)
            .criticalParams(java.util.Set.of("odd"))
            .customParam("odd", 1)
            .build();
    assertThat(verify(sign(logout, good()))).isEmpty();
    assertThat(verify(sign(untyped, good()))).isEmpty();
    assertThat(verify(sign(critical, good()))).isEmpty();
  }

  @Test
  void shouldRefuseNoneAndBrokenAndChangedTokens() throws Exception {
    String token = sign(header(), good());
    String payload = token.split("\\.")[1];
    String none =
        Base64.getUrlEncoder().withoutPadding().encodeToString("{\"alg\":\"none\"}".getBytes())
            + "."
            + payload
            + ".";
    assertThat(verify(none)).isEmpty();
    assertThat(verify("")).isEmpty();
    assertThat(verify("a.b.c")).isEmpty();
    assertThat(verify("x".repeat(65_536))).isEmpty();
    assertThat(verify(token.replace(payload, payload.substring(1)))).isEmpty();
    Tokens other =
        new Tokens(
            RULES,
            new SharedKey(Base64.getEncoder().encodeToString("x".repeat(32).getBytes())),
            clock::get);
    assertThat(other.verify(token).result()).isEmpty();
  }

  @Test
  void shouldForgetAnExpiredToken() throws Exception {
    String token = sign(header(), good());
    assertThat(verify(token)).isPresent();
    clock.set(NOW + 3_600 + 29);
    assertThat(verify(token)).isPresent();
    clock.set(NOW + 3_600 + 30);
    assertThat(verify(token)).isEmpty();
  }

  @Test
  void shouldReadTheIssuersKeysWhenATokenNamesANewOne() throws Exception {
    // given
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2_048);
    KeyPair pair = generator.generateKeyPair();
    RSAKey key = new RSAKey.Builder((RSAPublicKey) pair.getPublic()).keyID("k1").build();
    AtomicLong fetches = new AtomicLong();
    KeySet keySet =
        new KeySet(
            () -> {
              fetches.incrementAndGet();
              return Future.succeededFuture(new JWKSet(key).toString());
            },
            () -> 0);
    Tokens remote = new Tokens(RULES, keySet, clock::get);
    JWSObject object =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").type(JOSEObjectType.JWT).build(),
            new Payload(good()));
    object.sign(new RSASSASigner(pair.getPrivate()));
    // then it is read once, and neither an unknown key nor an HS256 token makes it read again
    assertThat(remote.verify(object.serialize()).result()).isPresent();
    JWSHeader stranger =
        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").type(JOSEObjectType.JWT).build();
    JWSObject confused = new JWSObject(stranger, new Payload(good()));
    confused.sign(new MACSigner(key.toPublicJWK().toJSONString().getBytes()));
    assertThat(remote.verify(confused.serialize()).result()).isEmpty();
    assertThat(fetches).hasValue(1);
  }

  @Test
  void shouldNotCallATokenBadWhileTheIssuerDoesNotAnswerAndAskAgainSoon() throws Exception {
    // given an issuer that does not answer
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2_048);
    KeyPair pair = generator.generateKeyPair();
    RSAKey key = new RSAKey.Builder((RSAPublicKey) pair.getPublic()).keyID("k1").build();
    AtomicLong fetches = new AtomicLong();
    AtomicLong nanos = new AtomicLong();
    AtomicReference<Future<String>> issuer =
        new AtomicReference<>(Future.failedFuture("no answer"));
    KeySet keySet =
        new KeySet(
            () -> {
              fetches.incrementAndGet();
              return issuer.get();
            },
            nanos::get);
    Tokens remote = new Tokens(RULES, keySet, clock::get);
    JWSObject object =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").type(JOSEObjectType.JWT).build(),
            new Payload(good()));
    object.sign(new RSASSASigner(pair.getPrivate()));
    // then nobody can say whether a token is good, and a storm of them is no storm on the issuer
    for (int i = 0; i < 10; i++) {
      assertThat(remote.verify(object.serialize()).failed()).isTrue();
    }
    assertThat(fetches).hasValue(1);
    // when it answers with no keys, and then with its own
    nanos.addAndGet(1_500_000_000L);
    issuer.set(Future.succeededFuture("<html>"));
    assertThat(remote.verify(object.serialize()).failed()).isTrue();
    assertThat(fetches).hasValue(2);
    nanos.addAndGet(1_500_000_000L);
    issuer.set(Future.succeededFuture(new JWKSet(key).toString()));
    // then
    assertThat(remote.verify(object.serialize()).result()).isPresent();
    assertThat(fetches).hasValue(3);
  }
}
