package dev.haven.adapter.plivo;

import dev.haven.adapter.support.Digests;
import dev.haven.adapter.support.Form;
import dev.haven.adapter.support.PublicUrl;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Version 3 covers URL, query and fields; its header may carry several signatures. Version 2 covers
 * neither query nor body, so it counts only for a request that has none. Source: plivo-node
 * utils/v3Security, plivo-python signature_v3.
 */
final class PlivoSignature {
  private final EndpointConfig endpoint;
  private final List<String> tokens;

  PlivoSignature(EndpointConfig endpoint) {
    this.endpoint = endpoint;
    this.tokens = new ArrayList<>(endpoint.secrets("authToken"));
    this.tokens.addAll(endpoint.secrets("authTokens"));
  }

  @Nullable RefusalReason check(RawRequest request) {
    String url = PublicUrl.of(endpoint, request);
    int question = url.indexOf('?');
    String base = question < 0 ? url : url.substring(0, question);
    String query = question < 0 ? "" : url.substring(question + 1);
    String nonce3 = request.header("X-Plivo-Signature-V3-Nonce");
    boolean signed3 = false;
    for (String name : new String[] {"X-Plivo-Signature-V3", "X-Plivo-Signature-Ma-V3"}) {
      String given3 = String.join(",", request.headers().all(name));
      if (!given3.isEmpty() && nonce3 != null) {
        if (fitsAny(given3, version3(request, base, query), "." + nonce3)) {
          return null;
        }
        signed3 = true;
      }
    }
    if (signed3) {
      return RefusalReason.SIGNATURE_MISMATCH;
    }
    String given = request.header("X-Plivo-Signature-V2");
    String nonce = request.header("X-Plivo-Signature-V2-Nonce");
    if (given == null || nonce == null) {
      return RefusalReason.MISSING_HEADER;
    }
    boolean coversAll = query.isEmpty() && request.body().length == 0;
    return coversAll && fitsAny(given, Set.of(base), nonce)
        ? null
        : RefusalReason.SIGNATURE_MISMATCH;
  }

  /**
   * Query values decoded, as the libraries read them, and as they came; credentials in the URL are
   * signed by some and not by others.
   */
  private static Set<String> version3(RawRequest request, String base, String query) {
    Set<String> candidates = new LinkedHashSet<>(candidates(request, base, query));
    if (base.indexOf('/', base.indexOf("://") + 3) < 0) {
      candidates.addAll(candidates(request, base + "/", query));
    }
    int authority = base.indexOf("://") + 3;
    int at = base.lastIndexOf('@');
    if (at > authority && base.indexOf('/', authority) > at) {
      candidates.addAll(
          candidates(request, base.substring(0, authority) + base.substring(at + 1), query));
    }
    return candidates;
  }

  private static Set<String> candidates(RawRequest request, String base, String query) {
    Set<String> candidates = new LinkedHashSet<>();
    String decoded = sorted(Form.read(query), "=", "&");
    String raw = sortedRaw(query);
    if (request.method().equals("GET")) {
      Form params = Form.read(request.body());
      candidates.add(withQuery(base, decoded, false, sorted(params, "", "")));
      candidates.add(withQuery(base, raw, false, sorted(params, "", "")));
      return candidates;
    }
    Form params = Form.read(request.body());
    boolean any = !params.fields().isEmpty();
    candidates.add(withQuery(base, decoded, any, sorted(params, "", "")));
    candidates.add(withQuery(base, raw, any, sorted(params, "", "")));
    return candidates;
  }

  private static String withQuery(String base, String query, boolean anyParams, String params) {
    String url = query.isEmpty() && !anyParams ? base : base + "?" + query;
    return (query.isEmpty() || !anyParams ? url : url + ".") + params;
  }

  private static String sorted(Form form, String equals, String and) {
    List<Form.Field> fields = new ArrayList<>(form.fields());
    fields.sort(Comparator.comparing(Form.Field::name).thenComparing(Form.Field::value));
    StringBuilder text = new StringBuilder();
    for (Form.Field field : fields) {
      text.append(text.isEmpty() ? "" : and)
          .append(field.name())
          .append(equals)
          .append(field.value());
    }
    return text.toString();
  }

  private static String sortedRaw(String query) {
    if (query.isEmpty()) {
      return "";
    }
    List<String> pairs = new ArrayList<>(List.of(query.split("&")));
    pairs.sort(Comparator.naturalOrder());
    return String.join("&", pairs);
  }

  private boolean fitsAny(String given, Set<String> candidates, String tail) {
    boolean fits = false;
    for (String one : given.split(",")) {
      for (String candidate : candidates) {
        for (String token : tokens) {
          String code = Digests.base64(Digests.hmacSha256(token, Digests.utf8(candidate + tail)));
          fits |= Digests.same(code, one.strip());
        }
      }
    }
    return fits;
  }
}
