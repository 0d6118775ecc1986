package dev.haven.adapter.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.HttpAnswer;
import dev.haven.channel.HttpSender;
import dev.haven.channel.Remark;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Asks a platform's REST interface which addresses it calls, and compares them with the endpoint's.
 * Credentials in an address, its query and what stands behind {@code #} are not compared; an
 * address below the endpoint's is the endpoint's too.
 */
public final class Inquiry {
  private static final int MOST_NAMED = 8;

  private final EndpointConfig endpoint;
  private final Rest rest;
  private final List<Future<List<Remark>>> asked = new ArrayList<>();
  private boolean found;

  /** Whether addresses were asked for. */
  private boolean compares;

  public Inquiry(EndpointConfig endpoint, Rest rest) {
    this.endpoint = endpoint;
    this.rest = rest;
  }

  /** When what is needed to ask is not configured. */
  public static Future<List<Remark>> needs(String what) {
    return Future.succeededFuture(List.of(Remark.unsure("is not asked: " + what)));
  }

  /**
   * Asks with one secret of the endpoint that signs in.
   *
   * @param api the platform's interface where {@code apiBaseUrl} names no other
   * @param headers what signs in, made of the secret
   * @param asks what is asked
   */
  public static Future<List<Remark>> with(
      EndpointConfig endpoint,
      HttpSender http,
      String api,
      String secret,
      Function<String, Map<String, String>> headers,
      UnaryOperator<Inquiry> asks) {
    String key = endpoint.secretOrNull(secret);
    if (key == null) {
      return needs("the secret '" + secret + "'");
    }
    return asks.apply(at(endpoint, http, api, headers.apply(key))).end();
  }

  /**
   * Asks the platform's interface where {@code apiBaseUrl} names no other.
   *
   * @param headers what signs in
   */
  public static Inquiry at(
      EndpointConfig endpoint, HttpSender http, String api, Map<String, String> headers) {
    String base = endpoint.apiBaseUrl() == null ? api : endpoint.apiBaseUrl();
    return new Inquiry(endpoint, new Rest(http, base, headers));
  }

  /**
   * @param what is set up there, such as {@code numbers}
   * @param addresses those it calls, by the name of what calls them; null when it is none of the
   *     expected forms
   */
  public Inquiry ask(
      String what, String path, Function<JsonNode, @Nullable Map<String, String>> addresses) {
    return askFor(
        what,
        path,
        answer -> {
          JsonNode body = Json.read(answer);
          return body == null ? null : addresses.apply(body);
        });
  }

  /** The same of a platform that answers in XML. */
  public Inquiry askXml(String what, String path, Function<Document, Map<String, String>> found) {
    return askFor(
        what,
        path,
        answer ->
            found.apply(
                Jsoup.parse(new String(answer, StandardCharsets.UTF_8), "", Parser.xmlParser())));
  }

  private Inquiry askFor(
      String what, String path, Function<byte[], @Nullable Map<String, String>> addresses) {
    compares = true;
    asked.add(
        answer(path)
            .map(
                answer -> {
                  Map<String, String> all = addresses.apply(answer.body());
                  return all == null
                      ? List.of(Remark.unsure(what + ": the answer has another form"))
                      : compared(what, all);
                })
            .otherwise(e -> List.of(Remark.wrong(what + ": " + e.getMessage()))));
    return this;
  }

  /** Asks for one thing and judges the answer's body. */
  public Inquiry check(String what, String path, Function<@Nullable JsonNode, Remark> judge) {
    return look(what, path, answer -> List.of(judge.apply(Json.read(answer.body()))));
  }

  /** Asks for one thing and judges the whole answer. */
  public Inquiry look(String what, String path, Function<HttpAnswer, List<Remark>> judge) {
    asked.add(
        answer(path)
            .map(judge)
            .otherwise(e -> List.of(Remark.wrong(what + ": " + e.getMessage()))));
    return this;
  }

  private Future<HttpAnswer> answer(String path) {
    return rest.get(path)
        .compose(
            answer ->
                answer.isSuccess()
                    ? Future.succeededFuture(answer)
                    : Future.failedFuture(refused(answer.status())));
  }

  private static String refused(int status) {
    return status == 401 || status == 403
        ? "the platform refuses the credentials (HTTP " + status + ")"
        : "the platform answers HTTP " + status;
  }

  private List<Remark> compared(String what, Map<String, String> addresses) {
    List<String> ours =
        addresses.entrySet().stream()
            .filter(e -> isOurs(e.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    if (ours.isEmpty()) {
      return List.of();
    }
    found = true;
    String named = ours.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    String more = ours.size() > MOST_NAMED ? " and " + (ours.size() - MOST_NAMED) + " more" : "";
    return List.of(
        Remark.good(
            addresses.size() == 1 && named.isEmpty()
                ? what + " calls this endpoint"
                : what + " call this endpoint: " + named + more));
  }

  private boolean isOurs(String address) {
    return calls(endpoint, address);
  }

  /** Whether that address is the endpoint's. */
  public static boolean calls(EndpointConfig endpoint, String address) {
    String own = plain(String.valueOf(endpoint.publicUrl()));
    String other = plain(address);
    return other.equals(own) || other.startsWith(own + "/");
  }

  private static String plain(String address) {
    String bare = address.split("[?#]", 2)[0].strip().replaceFirst("^(https?://)[^/@]*@", "$1");
    return bare.endsWith("/") ? bare.substring(0, bare.length() - 1) : bare;
  }

  /** What was found; one remark more when nothing there calls the endpoint. */
  public Future<List<Remark>> end() {
    return Future.join(asked)
        .otherwiseEmpty()
        .map(
            v -> {
              List<Remark> all = new ArrayList<>();
              asked.forEach(one -> all.addAll(one.result()));
              boolean failed = all.stream().anyMatch(r -> r.standing() != Remark.Standing.GOOD);
              String own = String.valueOf(endpoint.publicUrl());
              if (!compares) {
                return List.copyOf(all);
              }
              if (!own.startsWith("http")) {
                all.add(Remark.unsure("http.publicUrl is not set: there is no URL to look for"));
              } else if (!found && !failed) {
                all.add(Remark.wrong("nothing there calls the URL of this endpoint"));
              }
              return List.copyOf(all);
            });
  }

  /** Name and address of each object of a list that has an address. */
  public static @Nullable Map<String, String> each(JsonNode list, String name, String address) {
    return each(list, name, Map.of("", address));
  }

  /**
   * The same for several addresses of an object.
   *
   * @param fields the address's field by what is put before the name
   */
  public static @Nullable Map<String, String> each(
      JsonNode list, String name, Map<String, String> fields) {
    if (!list.isArray()) {
      return null;
    }
    Map<String, String> found = new LinkedHashMap<>();
    for (JsonNode one : list) {
      fields.forEach(
          (before, field) -> {
            String address = Json.filled(one, field);
            String called = Json.filled(one, name);
            if (address != null) {
              found.put(before + (called == null ? "without a name" : called), address);
            }
          });
    }
    return found;
  }
}
