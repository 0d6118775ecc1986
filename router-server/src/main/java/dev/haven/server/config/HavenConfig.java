package dev.haven.server.config;

import dev.haven.flow.Ladder;
import dev.haven.navigator.Navigator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything a node is told: the whole of one YAML file. Every setting stands in {@code
 * config/haven.yaml} with a sentence, its unit, range and default; a missing setting has its
 * default, an unknown one is refused by name.
 */
public record HavenConfig(
    Mode mode,
    String data,
    List<String> workspaces,
    HttpConfig http,
    OpsConfig ops,
    RedisConfig redis,
    AuthConfig auth,
    SealingConfig sealing,
    DocumentsConfig documents,
    DesktopConfig desktop,
    ServingConfig serving,
    UrgencyConfig urgency,
    PagesConfig pages,
    List<QueueConfig> queues,
    List<RuleConfig> workflow,
    List<NavigatorConfig> navigators,
    List<EndpointSettings> endpoints) {

  /** Development says so loudly, makes its own keys and stays on loopback. */
  public enum Mode {
    DEVELOPMENT,
    PRODUCTION;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The same with what a command line gave; null leaves the file's.
   *
   * @throws ConfigException when a value is out of its range
   */
  public HavenConfig with(
      @Nullable String newData,
      @Nullable Integer port,
      @Nullable Integer opsPort,
      @Nullable String redisUri) {
    return new HavenConfig(
        mode,
        newData == null ? data : newData,
        workspaces,
        port == null ? http : http.withPort(port),
        opsPort == null ? ops : new OpsConfig(ops.host(), opsPort, ops.bearer()),
        redisUri == null ? redis : redis.withUri(redisUri),
        auth,
        sealing,
        documents,
        desktop,
        serving,
        urgency,
        pages,
        queues,
        workflow,
        navigators,
        endpoints);
  }

  /** The same with further navigators and endpoints. */
  public HavenConfig plus(List<NavigatorConfig> moreNavigators, List<EndpointSettings> more) {
    return new HavenConfig(
        mode,
        data,
        workspaces,
        http,
        ops,
        redis,
        auth,
        sealing,
        documents,
        desktop,
        serving,
        urgency,
        pages,
        queues,
        workflow,
        Stream.concat(navigators.stream(), moreNavigators.stream()).toList(),
        Stream.concat(endpoints.stream(), more.stream()).toList());
  }

  /**
   * The same rules for a throwaway workspace on a door of its own, where a node rehearses before it
   * is ready.
   */
  public HavenConfig forRehearsal(String workspace) {
    return new HavenConfig(
        Mode.DEVELOPMENT,
        data,
        List.of(workspace),
        http.onLoopback(),
        ops,
        redis,
        auth,
        sealing,
        documents,
        desktop,
        serving.toldToNobody(),
        urgency,
        pages,
        queues,
        workflow,
        List.of(),
        List.of());
  }

  /** Names of the settings that differ and that a running node cannot change. */
  public List<String> needingRestart(HavenConfig other) {
    Map<String, Boolean> same = new LinkedHashMap<>();
    same.put("mode", mode == other.mode);
    same.put("data", data.equals(other.data));
    same.put("workspaces", workspaces.equals(other.workspaces));
    same.put("http", http.equals(other.http));
    same.put("ops", ops.equals(other.ops));
    same.put("redis", redis.equals(other.redis));
    same.put("auth", auth.equals(other.auth));
    same.put("sealing", sealing.equals(other.sealing));
    same.put("documents", documents.equals(other.documents));
    same.put("desktop", desktop.equals(other.desktop));
    same.put("urgency", urgency.equals(other.urgency));
    same.put("serving.nodeLease", serving.nodeLease().equals(other.serving.nodeLease()));
    same.put(
        "serving.distressDigits", serving.distressDigits().equals(other.serving.distressDigits()));
    same.put(
        "serving.adverseEvents.webhook",
        Objects.equals(serving.adverseEvents().webhook(), other.serving.adverseEvents().webhook())
            && Objects.equals(
                serving.adverseEvents().secret(), other.serving.adverseEvents().secret()));
    same.put(
        "serving.outside",
        serving.outside().destinations().equals(other.serving.outside().destinations()));
    same.put("serving.shifts", serving.shifts().equals(other.serving.shifts()));
    same.put("endpoints", endpoints.equals(other.endpoints));
    return same.entrySet().stream().filter(e -> !e.getValue()).map(Map.Entry::getKey).toList();
  }

  public boolean development() {
    return mode == Mode.DEVELOPMENT;
  }

  static HavenConfig read(Block block, Mode mode) {
    block.choice("mode", mode, Mode.values(), Mode::wireName);
    List<String> workspaces =
        block.textList("workspaces", List.of("main"), Forms.WORKSPACE, Forms.WORKSPACE_RANGE);
    if (workspaces.isEmpty()) {
      block.problem("workspaces", "is empty: a node serves at least one workspace");
    }
    String first = workspaces.isEmpty() ? "main" : workspaces.get(0);
    HavenConfig config =
        new HavenConfig(
            mode,
            block.text("data", "./haven-data", Forms.NAME, "the path of a folder"),
            workspaces,
            HttpConfig.read(block.block("http")),
            OpsConfig.read(block.block("ops")),
            RedisConfig.read(block.block("redis")),
            AuthConfig.read(block.block("auth")),
            SealingConfig.read(block.block("sealing")),
            DocumentsConfig.read(block.block("documents")),
            DesktopConfig.read(block.block("desktop")),
            ServingConfig.read(block.block("serving")),
            UrgencyConfig.read(block.block("urgency")),
            PagesConfig.read(block.block("pages")),
            block.blocks("queues", QueueConfig.DEFAULT, QueueConfig::read),
            block.blocks("workflow", List.of(), RuleConfig::read),
            block.blocks("navigators", List.of(), b -> NavigatorConfig.read(b, first)),
            block.blocks("endpoints", List.of(), b -> EndpointSettings.read(b, first)));
    config.relations(block);
    block.done();
    return config;
  }

  private void relations(Block block) {
    unique(block, "queues", queues, QueueConfig::id);
    unique(block, "endpoints", endpoints, EndpointSettings::id);
    unique(block, "workspaces", workspaces, Function.identity());
    unique(block, "navigators", navigators, n -> n.workspace() + " " + n.navigator().id());
    Set<String> queueIds = new HashSet<>();
    queues.forEach(queue -> queueIds.add(queue.id()));
    for (int i = 0; i < workflow.size(); i++) {
      RuleConfig rule = workflow.get(i);
      boolean several = block.reaches("workflow[" + i + "].targets");
      for (int t = 0; t < rule.targets().size(); t++) {
        TargetConfig target = rule.targets().get(t);
        String path = "workflow[" + i + "]" + (several ? ".targets[" + t + "]" : "");
        knownQueue(block, path + ".queue", target.queue(), queueIds);
        for (int k = 0; k < target.steps().size(); k++) {
          TargetConfig.Step step = target.steps().get(k);
          String stepPath = path + ".steps[" + k + "]";
          knownQueue(block, stepPath + ".queue", step.queue(), queueIds);
          knownNumber(block, stepPath + ".outside", step.outside());
          if (step.interpreter() && serving.outside().destinations().interpreters().isEmpty()) {
            block.problem(
                stepPath + ".interpreter",
                "needs a number of interpreters: give serving.outside.interpreters");
          }
        }
      }
    }
    List<Ladder.Rung> rungs = serving.distress().ladder().ladder().rungs();
    for (int i = 0; i < rungs.size(); i++) {
      knownNumber(block, "serving.distress.ladder.rungs[" + i + "].to", rungs.get(i).to());
    }
    for (int i = 0; i < navigators.size(); i++) {
      NavigatorConfig entry = navigators.get(i);
      knownWorkspace(block, "navigators[" + i + "].workspace", entry.workspace().value());
      for (String queue : entry.navigator().queues()) {
        if (!Navigator.ALL_QUEUES.equals(queue)) {
          knownQueue(block, "navigators[" + i + "].queues", queue, queueIds);
        }
      }
    }
    for (int i = 0; i < endpoints.size(); i++) {
      knownWorkspace(block, "endpoints[" + i + "].workspace", endpoints.get(i).workspace());
    }
    if (development()) {
      loopback(block, "http.host", http.host());
      loopback(block, "ops.host", ops.host());
    } else {
      requireSecrets(block);
    }
  }

  private void requireSecrets(Block block) {
    if (auth.sharedKey() == null && auth.jwksUrl() == null) {
      block.problem("auth", "production needs sharedKey or jwksUrl");
    }
    if (sealing.keyset() == null) {
      block.problem("sealing", "production needs a keyset");
    }
    if (sealing.addressKey() == null) {
      block.problem("sealing", "production needs an addressKey");
    }
    if (http.allowedHosts().isEmpty()) {
      block.problem("http", "production needs allowedHosts: the names this door is reached by");
    }
  }

  private static void loopback(Block block, String path, String host) {
    if (!Set.of("127.0.0.1", "localhost", "::1", "[::1]").contains(host)) {
      block.problem(path, "'" + host + "': development mode listens on loopback only");
    }
  }

  private static void knownQueue(
      Block block, String path, @Nullable String queue, Set<String> ids) {
    if (queue != null && !ids.contains(queue)) {
      block.problem(path, "'" + queue + "' is not a queue of this file");
    }
  }

  private void knownNumber(Block block, String path, String name) {
    if (!name.isEmpty() && !serving.outside().destinations().numbers().containsKey(name)) {
      block.problem(path, "'" + name + "' is not among serving.outside.numbers");
    }
  }

  private void knownWorkspace(Block block, String path, String workspace) {
    if (!workspaces.contains(workspace)) {
      block.problem(path, "'" + workspace + "' is not a workspace of this file");
    }
  }

  private static <T> void unique(
      Block block, String path, List<T> items, Function<T, String> idOf) {
    Set<String> seen = new HashSet<>();
    for (T item : items) {
      if (!seen.add(idOf.apply(item))) {
        block.problem(path, "'" + idOf.apply(item) + "' stands there twice");
      }
    }
  }
}
