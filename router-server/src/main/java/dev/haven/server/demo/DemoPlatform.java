package dev.haven.server.demo;

import dev.haven.server.demo.DemoClient.Answer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A telephone platform that speaks Twilio's forms: it brings calls and messages to the endpoint
 * {@code dev-twilio} with real signatures, keeps callers in a queue, and lets them talk and hang
 * up. Only as much of it as a call needs; its REST interface is {@link DemoPlatformDoor}. For one
 * event loop.
 */
final class DemoPlatform {
  static final String ENDPOINT = "dev-twilio";
  static final String ACCOUNT = "AC0000000000000000000000000000de30";
  private static final Pattern WAIT_URL = Pattern.compile("waitUrl=\"([^\"]*)\"");
  private static final Pattern LEFT_URL = Pattern.compile("action=\"([^\"]*)\"");

  private final Vertx vertx;
  private final Dice dice;
  private final DemoPace pace;
  private final String token;
  private final Map<String, Call> calls = new HashMap<>();
  private @Nullable Line line;

  /** Where the node is: whom to call, and under which URL it knows itself. */
  private record Line(DemoClient client, String hook) {}

  /** A call on the platform: a caller's, or the leg to a navigator. */
  private static final class Call {
    final String sid;
    final Map<String, String> form;
    String status = "in-progress";
    boolean queued;
    String leftUrl = "";
    String callback = "";

    Call(String sid, Map<String, String> form) {
      this.sid = sid;
      this.form = form;
    }
  }

  DemoPlatform(Vertx vertx, Dice dice, DemoPace pace, String token) {
    this.vertx = vertx;
    this.dice = dice;
    this.pace = pace;
    this.token = token;
  }

  /**
   * From now on it reaches the node.
   *
   * @param hook the endpoint's public URL, which is signed
   */
  void connect(DemoClient client, String hook) {
    line = new Line(client, hook);
  }

  /** Somebody sends a text message. */
  Future<Answer> text(String from, String to, String words) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("MessageSid", "SM" + dice.id());
    form.put("AccountSid", ACCOUNT);
    form.put("From", from);
    form.put("To", to);
    form.put("Body", words);
    form.put("NumMedia", "0");
    return post("", form);
  }

  /**
   * Somebody calls and says a sentence to the voice menu.
   *
   * @param patient whether they stay on the line however long it takes
   */
  Future<Answer> call(String from, String to, String words, boolean patient) {
    String sid = "CA" + dice.id();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("CallSid", sid);
    form.put("AccountSid", ACCOUNT);
    form.put("From", from);
    form.put("To", to);
    form.put("Direction", "inbound");
    form.put("CallStatus", "in-progress");
    Call call = new Call(sid, Map.copyOf(form));
    form.put("SpeechResult", words);
    calls.put(sid, call);
    return post("", form)
        .onSuccess(
            answer -> {
              if (answer.good()) {
                enqueued(call, answer.body(), patient);
              } else {
                calls.remove(sid);
              }
            })
        .onFailure(e -> calls.remove(sid));
  }

  private void enqueued(Call call, String document, boolean patient) {
    call.queued = call.status.equals("in-progress");
    call.leftUrl = attribute(LEFT_URL, document);
    round(call, attribute(WAIT_URL, document), 0);
    if (!patient) {
      later(pace.patience(), () -> giveUp(call));
    }
  }

  /** Asks every quarter of a minute what the caller is to hear. */
  private void round(Call call, String waitUrl, int seconds) {
    if (!call.queued || waitUrl.isEmpty()) {
      return;
    }
    Map<String, String> form = new LinkedHashMap<>(call.form);
    form.put("QueuePosition", "1");
    form.put("QueueTime", String.valueOf(seconds));
    send(waitUrl, form);
    vertx.setTimer(15_000, t -> round(call, waitUrl, seconds + 15));
  }

  private void giveUp(Call call) {
    if (call.queued) {
      Map<String, String> form = new LinkedHashMap<>(call.form);
      form.put("QueueResult", "hangup");
      send(call.leftUrl, form);
      end(call);
    }
  }

  private void end(Call call) {
    if (calls.remove(call.sid) == null) {
      return;
    }
    call.queued = false;
    call.status = "completed";
    Map<String, String> form = new LinkedHashMap<>(call.form);
    form.put("CallStatus", "completed");
    send(call.callback, form);
  }

  /** Calls a navigator, who answers after a few rings. */
  String ring(String from, String to, String callback) {
    String sid = "CA" + dice.id();
    Map<String, String> leg = new LinkedHashMap<>();
    leg.put("CallSid", sid);
    leg.put("AccountSid", ACCOUNT);
    leg.put("From", from);
    leg.put("To", to);
    leg.put("Direction", "outbound-api");
    leg.put("CallStatus", "in-progress");
    Call call = new Call(sid, Map.copyOf(leg));
    call.callback = callback;
    calls.put(sid, call);
    later(pace.answer(), () -> send(callback, leg));
    // A leg that nobody ever brings together with a caller rings out.
    later(pace.talk().multipliedBy(4), () -> end(call));
    return sid;
  }

  /** The call's status; null when there is no such call. */
  @Nullable String status(String sid) {
    Call call = calls.get(sid);
    return call == null ? null : call.status;
  }

  void hangUp(String sid) {
    Call call = calls.get(sid);
    if (call != null) {
      end(call);
    }
  }

  /**
   * Brings a caller out of the queue, once, to where that URL says; then the two talk.
   *
   * @return false when the caller is not in the queue
   */
  boolean takeOut(String sid, String url) {
    Call call = calls.get(sid);
    if (call == null || !call.queued) {
      return false;
    }
    call.queued = false;
    send(url, call.form);
    later(pace.talk(), () -> end(call));
    return true;
  }

  private void later(Duration mean, Runnable action) {
    vertx.setTimer(dice.about(mean).toMillis(), t -> action.run());
  }

  private void send(String url, Map<String, String> form) {
    // What the node does not take now, a platform would repeat; here the demo goes on without it.
    post(url, form);
  }

  /** Posts a signed form; an empty URL is the endpoint's own. */
  private Future<Answer> post(String url, Map<String, String> form) {
    Line to = line;
    if (to == null) {
      return Future.failedFuture(new IllegalStateException("not connected yet"));
    }
    String full = url.isEmpty() ? to.hook() : url;
    URI uri = URI.create(full);
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    StringBuilder body = new StringBuilder();
    form.forEach(
        (name, value) ->
            body.append(body.isEmpty() ? "" : "&")
                .append(encoded(name))
                .append('=')
                .append(encoded(value)));
    return to.client()
        .post(
            uri.getRawPath() + query,
            Map.of(
                "content-type",
                "application/x-www-form-urlencoded",
                "x-twilio-signature",
                Signing.twilio(token, full, form)),
            Buffer.buffer(body.toString()));
  }

  void close() {
    line = null;
    calls.clear();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String attribute(Pattern pattern, String document) {
    Matcher found = pattern.matcher(document);
    return found.find() ? found.group(1).replace("&amp;", "&") : "";
  }
}
