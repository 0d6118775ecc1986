package dev.haven.sim;

import dev.haven.channel.Channel;
import dev.haven.flow.Outcome;
import dev.haven.flow.World;
import dev.haven.match.Lane;
import java.util.List;
import java.util.Map;

/**
 * What navigators do with offers and with their work, alone, with a second navigator or with
 * somebody outside; at any time, whether it is legal or not.
 */
final class WorkSteps extends Steps {
  private interface OnOffer {
    Outcome run(World world, String navigator, String offer);
  }

  WorkSteps(Cast cast, Worlds worlds) {
    super(cast, worlds);
  }

  void accept() {
    onPending("accept", (w, n, offer) -> w.accept(n, offer));
  }

  void reject() {
    onPending("reject", (w, n, offer) -> w.reject(n, offer));
  }

  private void onPending(String what, OnOffer call) {
    List<String> pending =
        cast.navigators.stream().filter(n -> !field("n:" + n, "off").isEmpty()).toList();
    if (pending.isEmpty()) {
      return;
    }
    String navigator = pick(pending);
    String offer = field("n:" + navigator, "off");
    both(what + " " + navigator + " " + offer, w -> call.run(w, navigator, offer));
    if (random.nextInt(5) == 0) {
      both(what + " again " + navigator + " " + offer, w -> call.run(w, navigator, offer));
    }
  }

  private void onWork(String what, OnOffer call) {
    List<String> busy =
        cast.navigators.stream().filter(n -> !field("n:" + n, "work").isEmpty()).toList();
    if (busy.isEmpty()) {
      return;
    }
    String navigator = pick(busy);
    String contact = pick(List.of(field("n:" + navigator, "work").split(",")));
    String engagement = contact + "." + field("c:" + contact, "try");
    both(what + " " + navigator + " " + engagement, w -> call.run(w, navigator, engagement));
  }

  void finish() {
    String disposition = pick(List.of("resolved", "resolved", "", "", "no_answer", "voicemail"));
    int named = random.nextInt(3);
    onWork(
        "finish '" + disposition + "' naming " + named,
        (w, n, e) -> w.finishWith(n, e, disposition, members(e, named)));
  }

  /**
   * Members of an engagement's contact that its disposition names.
   *
   * @param named 0 for none, 1 for the first, 2 for all
   */
  private String members(String engagement, int named) {
    String all = field("c:" + engagement.substring(0, engagement.indexOf('.')), "grp");
    if (all.isEmpty() || named == 0) {
      return "";
    }
    return all.substring(0, named == 1 ? all.indexOf(',') : all.length() - 1);
  }

  void change() {
    String change =
        pick(
            List.of(
                "hold",
                "mute",
                "resume",
                "park",
                "connected",
                "no_answer",
                "hung_up",
                "resume",
                "park"));
    onWork(change, (w, n, e) -> w.change(n, e, change));
  }

  void transfer() {
    String target = pick(cast.navigators);
    onWork("transfer to " + target, (w, n, e) -> w.transferTo(n, e, target));
  }

  void toQueue() {
    String queue = Cast.QUEUES[random.nextInt(2)];
    String language = Cast.LANGUAGES[random.nextInt(3)];
    onWork(
        "transfer to " + queue + " " + language,
        (w, n, e) -> {
          Channel channel = cast.channels.get(e.substring(0, e.indexOf('.')));
          return w.transferTo(n, e, new Lane(queue, channel, language, Map.of()), "");
        });
  }

  void oldAnswer() {
    if (cast.contacts.isEmpty()) {
      return;
    }
    String id = pick(cast.contacts);
    String navigator = pick(cast.navigators);
    both("old accept " + id, w -> w.accept(navigator, id + ".1"));
  }

  void consult() {
    if (random.nextInt(4) == 0) {
      int lane =
          worlds.lane(
              new Lane(
                  Cast.QUEUES[random.nextInt(2)],
                  Channel.ofNumber(random.nextInt(6)),
                  "en",
                  Map.of()));
      onWork("consult lane " + lane, (w, n, e) -> w.consultLane(n, e, "", lane));
    } else {
      List<String> free =
          cast.navigators.stream()
              .filter(n -> field("n:" + n, "off").isEmpty() && !field("n:" + n, "duty").isEmpty())
              .toList();
      String target = pick(free.isEmpty() || random.nextInt(4) == 0 ? cast.navigators : free);
      onWork("consult " + target, (w, n, e) -> w.consult(n, e, target));
    }
  }

  /** One of both does something with an open consult, or its call does. */
  void onConsult() {
    List<String> open =
        cast.contacts.stream().filter(c -> !field("c:" + c, "con").isEmpty()).toList();
    if (open.isEmpty()) {
      return;
    }
    String contact = pick(open);
    String[] consult = field("c:" + contact, "con").split(">");
    String engagement = contact + "." + field("c:" + contact, "try");
    String id = contact + "." + consult[2];
    String first = field("c:" + contact, "nav");
    String second = consult[0];
    switch (random.nextInt(9)) {
      case 0 -> both("conference " + id, w -> w.withConsult(first, engagement, "conference"));
      case 1 -> both("take back " + id, w -> w.withConsult(first, engagement, "take_back"));
      case 2 -> both("hand over " + id, w -> w.withConsult(first, engagement, "complete"));
      case 3 -> both("leave " + id, w -> w.finish(second, id, ""));
      case 4 -> say(second, id);
      case 5 -> say(first, engagement);
      case 6 -> both("accept " + id, w -> w.accept(second, id));
      case 7 -> both("hung up " + id, w -> w.call(first, engagement, "hung_up"));
      default -> {
        String change = pick(List.of("connected", "connected", "no_answer", "hung_up"));
        both(change + " " + id, w -> w.consultCall(id, change));
      }
    }
  }

  private void say(String navigator, String engagement) {
    String message = "m" + cast.messages++;
    boolean among = random.nextBoolean();
    Outcome answer = both("say " + engagement, w -> w.say(navigator, engagement, message, among));
    if (answer.is("DONE") && !among) {
      cast.said.add(message);
    }
  }

  void sendOutside() {
    List<String> calls =
        cast.contacts.stream()
            .filter(
                c ->
                    !field("c:" + c, "live").isEmpty()
                        && field("c:" + c, "state").equals("engaged"))
            .toList();
    if (calls.isEmpty()) {
      onWork("send outside", (w, n, e) -> w.sendOutside(n, e, "hospital"));
      return;
    }
    String contact = pick(calls);
    String engagement = contact + "." + field("c:" + contact, "try");
    String navigator = field("c:" + contact, "nav");
    if (field("c:" + contact, "est").equals("connecting")) {
      both("connected " + engagement, w -> w.call(navigator, engagement, "connected"));
    }
    if (random.nextInt(3) == 0) {
      String language = pick(List.of("", "fr", "es"));
      both(
          "interpreter " + language + " " + engagement,
          w -> w.callInterpreter(navigator, engagement, language));
      return;
    }
    both("send outside " + engagement, w -> w.sendOutside(navigator, engagement, "hospital"));
  }

  /** What becomes of a call to a number outside. */
  void onOutside() {
    List<String> away =
        cast.contacts.stream().filter(c -> !field("c:" + c, "out").isEmpty()).toList();
    if (away.isEmpty()) {
      return;
    }
    String contact = pick(away);
    String id = contact + "." + field("c:" + contact, "out").split(">")[2];
    String engagement = contact + "." + field("c:" + contact, "try");
    String navigator = field("c:" + contact, "nav");
    String change =
        pick(
            List.of(
                "answered",
                "answered",
                "pressed",
                "pressed",
                "declined",
                "connected",
                "connected",
                "failed",
                "hung_up"));
    if (!navigator.isEmpty() && random.nextInt(4) == 0) {
      boolean hangsUp = random.nextBoolean();
      both(
          (hangsUp ? "hung up " : "resume ") + engagement,
          w ->
              hangsUp
                  ? w.call(navigator, engagement, "hung_up")
                  : w.change(navigator, engagement, "resume"));
    } else if (random.nextInt(8) == 0) {
      both("unasked outside " + id, w -> w.answerUnasked(id));
    } else {
      both(change + " outside " + id, w -> w.outside(id, change));
    }
  }
}
