package dev.haven.loadtest;

import dev.haven.channel.Channel;
import dev.haven.contact.ContactKind;
import dev.haven.plan.Condition;
import dev.haven.plan.PlanInput;
import dev.haven.plan.RoutingPlan;
import dev.haven.plan.Target;
import dev.haven.plan.Workflow;
import dev.haven.urgency.Tier;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A contact planned by a workflow in which only the last rule holds, so that all conditions are
 * evaluated. On one thread, JVM warm.
 *
 * <p>A rule costs what its condition does: this one compares texts and numbers, looks an attribute
 * up and walks no list.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class WorkflowBenchmark {
  @Param({"1", "10", "100"})
  public int rules = 1;

  private Workflow workflow = Workflow.standard();
  private final PlanInput input =
      new PlanInput(
          Channel.CHAT,
          "es",
          Tier.HIGH_DISTRESS,
          61,
          false,
          ContactKind.INBOUND,
          "site",
          "dev-webhook",
          Map.of("plan", "gold"),
          "oncology",
          "patient",
          null,
          ZonedDateTime.parse("2026-11-26T12:00:00Z"),
          Map.of());

  @Setup
  public void compile() {
    List<Workflow.Rule> all = new ArrayList<>();
    for (int i = 1; i <= rules; i++) {
      int hour = i == rules ? 0 : 24;
      Condition condition =
          Condition.compile(
              "channel == 'chat' && language == 'es' && attributes['plan'] == 'gold' && score > 50"
                  + " && hour >= "
                  + hour);
      all.add(new Workflow.Rule("rule-" + i, condition, List.of(Target.queue("support"))));
    }
    workflow = new Workflow("support", Set.of("support"), all);
    if (!workflow.plan(input).rule().equals("rule-" + rules)) {
      throw new IllegalStateException("the last rule does not hold");
    }
  }

  @Benchmark
  public RoutingPlan plan() {
    return workflow.plan(input);
  }
}
