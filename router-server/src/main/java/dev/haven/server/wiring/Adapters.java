package dev.haven.server.wiring;

import dev.haven.channel.AdapterContext;
import dev.haven.channel.AdapterFactory;
import dev.haven.channel.ChannelAdapter;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.EndpointId;
import dev.haven.channel.Secret;
import dev.haven.channel.WorkspaceId;
import dev.haven.server.config.ConfigException;
import dev.haven.server.config.EndpointSettings;
import dev.haven.server.config.HavenConfig;
import dev.haven.server.config.Problem;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the adapters of the configured endpoints, and in development those of its own. */
public final class Adapters {
  private static final Map<String, String> OWN =
      Map.of("dev-twilio", "twilio", "dev-chat", "web-chat");

  private Adapters() {}

  /** The names that {@code endpoints[].adapter} may have. */
  public static Map<String, AdapterFactory> factories() {
    Map<String, AdapterFactory> factories = new TreeMap<>();
    for (AdapterFactory factory : ServiceLoader.load(AdapterFactory.class)) {
      factories.put(factory.name(), factory);
    }
    return factories;
  }

  /**
   * By endpoint.
   *
   * @param development null outside development
   * @param publicUrl where the world reaches the HTTP door
   * @throws ConfigException naming every endpoint that cannot be made
   */
  static Map<String, ChannelAdapter> make(
      HavenConfig config,
      @Nullable DevelopmentKeys development,
      String publicUrl,
      AdapterContext context) {
    List<EndpointConfig> endpoints = new ArrayList<>();
    config.endpoints().forEach(e -> endpoints.add(configured(e, publicUrl)));
    if (development != null) {
      ownEndpoints(config, development, publicUrl).stream()
          .filter(own -> endpoints.stream().noneMatch(e -> e.id().equals(own.id())))
          .toList()
          .forEach(endpoints::add);
    }
    return make(endpoints, context);
  }

  private static Map<String, ChannelAdapter> make(
      List<EndpointConfig> endpoints, AdapterContext context) {
    Map<String, AdapterFactory> factories = factories();
    List<Problem> problems = new ArrayList<>();
    Map<String, ChannelAdapter> made = new LinkedHashMap<>();
    for (EndpointConfig endpoint : endpoints) {
      String path = "endpoints." + endpoint.id();
      AdapterFactory factory = factories.get(endpoint.adapter());
      if (factory == null) {
        problems.add(
            new Problem(
                path,
                0,
                "'"
                    + endpoint.adapter()
                    + "' is not one of "
                    + String.join(", ", factories.keySet())));
        continue;
      }
      try {
        made.put(endpoint.id().value(), factory.create(endpoint, context));
      } catch (IllegalArgumentException e) {
        problems.add(new Problem(path, 0, String.valueOf(e.getMessage())));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return made;
  }

  /** The adapter of one endpoint; empty when it cannot be made. */
  static Optional<ChannelAdapter> one(
      EndpointSettings endpoint, String publicUrl, AdapterContext context) {
    try {
      return Optional.ofNullable(factories().get(endpoint.adapter()))
          .map(factory -> factory.create(configured(endpoint, publicUrl), context));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What configured endpoints lack for what their platforms can do; a node starts without. */
  static List<Problem> lacking(HavenConfig config, Map<String, ChannelAdapter> made) {
    return config.endpoints().stream()
        .flatMap(
            e ->
                Optional.ofNullable(made.get(e.id())).map(ChannelAdapter::lacks).stream()
                    .flatMap(List::stream)
                    .map(lack -> new Problem("endpoints." + e.id(), 0, lack)))
        .toList();
  }

  private static EndpointConfig configured(EndpointSettings e, String publicUrl) {
    Map<String, Secret> secrets = new HashMap<>();
    e.secret()
        .forEach(
            (name, values) ->
                secrets.put(
                    name,
                    Secret.of(
                        values.stream().map(dev.haven.server.config.Secret::reveal).toList())));
    URI own = e.publicUrl();
    URI api = e.apiBaseUrl();
    return new EndpointConfig(
        new EndpointId(e.id()),
        new WorkspaceId(e.workspace()),
        e.adapter(),
        e.channel(),
        own == null ? publicUrl + "/hooks/" + e.id() : own.toString(),
        api == null ? null : api.toString(),
        e.config(),
        secrets);
  }

  private static List<EndpointConfig> ownEndpoints(
      HavenConfig config, DevelopmentKeys development, String publicUrl) {
    List<EndpointConfig> own = new ArrayList<>();
    development
        .endpoints()
        .forEach(
            (id, secrets) -> {
              Map<String, Secret> all = new HashMap<>();
              secrets.forEach((name, value) -> all.put(name, Secret.of(value)));
              own.add(
                  new EndpointConfig(
                      new EndpointId(id),
                      new WorkspaceId(config.workspaces().get(0)),
                      OWN.getOrDefault(id, "standard-webhooks"),
                      null,
                      publicUrl + "/hooks/" + id,
                      null,
                      Map.of(),
                      all));
            });
    return own;
  }
}
