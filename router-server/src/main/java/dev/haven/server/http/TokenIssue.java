package dev.haven.server.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

/** Makes development tokens with the shared key; production tokens come from the issuer. */
public final class TokenIssue {
  private TokenIssue() {}

  /**
   * @param key base64 of 32 bytes or more
   * @param workspace what the token is for
   */
  public static String token(
      Tokens.Rules rules,
      String key,
      String subject,
      Role role,
      String workspace,
      Instant now,
      Duration life) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(rules.issuer())
            .audience(rules.audience())
            .subject(subject)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(life)))
            .claim(rules.roleClaim(), role.wireName())
            .claim(rules.workspaceClaim(), workspace)
            .build();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.HS256).type(new JOSEObjectType("at+jwt")).build();
    SignedJWT jwt = new SignedJWT(header, claims);
    try {
      jwt.sign(new MACSigner(Base64.getDecoder().decode(key)));
    } catch (JOSEException e) {
      throw new IllegalArgumentException("an HS256 key has 32 bytes or more", e);
    }
    return jwt.serialize();
  }
}
