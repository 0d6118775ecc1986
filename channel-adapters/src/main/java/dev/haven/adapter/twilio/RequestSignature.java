package dev.haven.adapter.twilio;

import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.MediaType;
import dev.haven.adapter.support.PublicUrl;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code base64(HMAC-SHA1(token, url + each name with each of its distinct values, sorted))}. A
 * body that is no form is not in it: then the signed URL carries {@code bodySHA256}. The port may
 * be in the signed URL or not, whatever the configured one says. Source: the RequestValidator of
 * twilio-java and twilio-node.
 */
final class RequestSignature {
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Dialect dialect;
  private final EndpointConfig endpoint;
  private final List<String> keys;

  RequestSignature(Dialect dialect, EndpointConfig endpoint) {
    this.dialect = dialect;
    this.endpoint = endpoint;
    this.keys = new ArrayList<>();
    dialect.keySecrets().forEach(name -> keys.addAll(endpoint.secrets(name)));
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(
          "the secret '" + dialect.keySecrets().get(0) + "' is needed");
    }
  }

  @Nullable RefusalReason check(RawRequest request) {
    String given = null;
    for (String name : dialect.signatureHeaders()) {
      given = given == null ? request.header(name) : given;
    }
    if (given == null || given.isBlank()) {
      return RefusalReason.MISSING_HEADER;
    }
    String url = PublicUrl.of(endpoint, request);
    String type = MediaType.name(request.header("Content-Type"));
    boolean isForm = type.equals(FORM) || type.isEmpty();
    String bodyHash = Form.read(query(url)).first("bodySHA256");
    if (isForm && fits(given, url, Form.read(request.body()))) {
      return null;
    }
    if ((bodyHash != null || request.body().length == 0) && fits(given, url, Form.read(""))) {
      return bodyHash == null
              || Digests.same(bodyHash.toLowerCase(Locale.ROOT), Digests.sha256Hex(request.body()))
          ? null
          : RefusalReason.PAYLOAD_HASH_MISMATCH;
    }
    return RefusalReason.SIGNATURE_MISMATCH;
  }

  private static @Nullable String query(String url) {
    int question = url.indexOf('?');
    return question < 0 ? null : url.substring(question + 1);
  }

  private boolean fits(String given, String url, Form form) {
    boolean fits = false;
    for (String sorted : parameters(form)) {
      for (String candidate : spellings(url)) {
        byte[] signed = Digests.utf8(candidate + sorted);
        for (String key : keys) {
          fits |= Digests.same(Digests.base64(Digests.hmacSha1(key, signed)), given.strip());
        }
      }
    }
    return fits;
  }

  /**
   * With repeated values once, and (some libraries do not leave them out) as often as they came.
   */
  private static Set<String> parameters(Form form) {
    TreeMap<String, List<String>> all = new TreeMap<>();
    for (Form.Field field : form.fields()) {
      all.computeIfAbsent(field.name(), name -> new ArrayList<>()).add(field.value());
    }
    StringBuilder distinct = new StringBuilder();
    StringBuilder repeated = new StringBuilder();
    all.forEach(
        (name, values) -> {
          new TreeSet<>(values).forEach(value -> distinct.append(name).append(value));
          values.stream().sorted().forEach(value -> repeated.append(name).append(value));
        });
    Set<String> both = new LinkedHashSet<>();
    both.add(distinct.toString());
    both.add(repeated.toString());
    return both;
  }

  /**
   * Some of the platform's libraries escape a quote in the query before they sign, others do not.
   */
  private static Set<String> spellings(String url) {
    Set<String> spellings = new LinkedHashSet<>();
    for (String one : withAndWithoutPort(url)) {
      spellings.add(one);
      spellings.add(one.replace("'", "%27"));
      spellings.add(one.replace("%27", "'"));
    }
    return spellings;
  }

  /** The URL as it is, without its port, and with the scheme's own port where it has none. */
  static Set<String> withAndWithoutPort(String url) {
    Set<String> candidates = new LinkedHashSet<>();
    candidates.add(url);
    int authority = url.indexOf("://");
    if (authority < 0) {
      return candidates;
    }
    authority += 3;
    int end = url.length();
    for (char c : new char[] {'/', '?'}) {
      int at = url.indexOf(c, authority);
      end = at < 0 ? end : Math.min(end, at);
    }
    int host = url.lastIndexOf('@', end) >= authority ? url.lastIndexOf('@', end) + 1 : authority;
    int bracket = url.indexOf(']', host);
    int colon = url.indexOf(':', bracket > 0 && bracket < end ? bracket : host);
    if (colon > 0 && colon < end) {
      candidates.add(url.substring(0, colon) + url.substring(end));
    } else {
      String port = url.startsWith("https") ? ":443" : ":80";
      candidates.add(url.substring(0, end) + port + url.substring(end));
    }
    return candidates;
  }
}
