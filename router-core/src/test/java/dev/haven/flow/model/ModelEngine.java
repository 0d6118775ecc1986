package dev.haven.flow.model;

import dev.haven.channel.WorkspaceId;
import dev.haven.flow.Engine;
import dev.haven.flow.Settings;
import dev.haven.flow.Transitions;
import io.vertx.core.Future;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The model as an engine. */
public final class ModelEngine implements Engine {
  private final ModelTransitions transitions;

  public ModelEngine(Settings settings, long startMs) {
    transitions = new ModelTransitions(settings, startMs);
  }

  @Override
  public WorkspaceId workspace() {
    return new WorkspaceId("model");
  }

  @Override
  public <T> T call(Function<Transitions, Future<T>> transition) {
    return transition.apply(transitions).result();
  }

  @Override
  public void use(Settings settings) {
    transitions.m.settings = settings;
  }

  @Override
  public long now() {
    return transitions.m.now;
  }

  @Override
  public void advance(long ms) {
    transitions.m.now += ms;
  }

  @Override
  public void touchPoll() {
    transitions.touchPoll();
  }

  @Override
  public String tries(String person) {
    return String.join(";", transitions.m.persons.tries(person));
  }

  @Override
  public TreeMap<String, Map<String, String>> state() {
    TreeMap<String, Map<String, String>> all = new TreeMap<>();
    transitions.m.contacts.forEach(
        (id, c) -> {
          TreeMap<String, String> fields = c.fields();
          fields.put("due", Long.toString(c.deadline));
          all.put("c:" + id, fields);
        });
    transitions.m.navigators.forEach(
        (id, n) -> {
          TreeMap<String, String> fields = n.fields();
          fields.put("due", transitions.m.presence.navigatorDue(id));
          all.put("n:" + id, fields);
        });
    return all;
  }
}
