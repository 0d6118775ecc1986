package dev.haven.server.config;

import dev.haven.channel.Channel;
import dev.haven.channel.WorkspaceId;
import dev.haven.navigator.Navigator;
import dev.haven.navigator.NavigatorId;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A navigator of the roster and the workspace they belong to. */
public record NavigatorConfig(WorkspaceId workspace, Navigator navigator) {
  private static final Pattern QUEUE = Pattern.compile("\\*|[A-Za-z0-9._-]{1,64}");

  static @Nullable NavigatorConfig read(Block block, String firstWorkspace) {
    String id = block.requiredText("id", Forms.NAVIGATOR, Forms.NAVIGATOR_RANGE);
    String workspace =
        block.text("workspace", firstWorkspace, Forms.WORKSPACE, Forms.WORKSPACE_RANGE);
    String name = block.text("name", id == null ? "" : id, Forms.NAME, Forms.NAME_RANGE);
    List<String> languages =
        block.textList("languages", List.of("en", "es"), Forms.LANGUAGE, Forms.LANGUAGE_RANGE);
    if (languages.isEmpty()) {
      block.problem("languages", "is empty: a navigator serves in at least one language");
    }
    Map<String, Integer> skills =
        new LinkedHashMap<>(block.entries("skills", (b, skill) -> b.integer(skill, 1, 1, 5)));
    List<String> queues =
        block.textList("queues", List.of("*"), QUEUE, "a queue's id, or '*' for all");
    String department = block.optionalText("department", Forms.NAME, Forms.NAME_RANGE);
    EnumMap<Channel, Integer> capacity =
        new EnumMap<>(Navigator.development(new NavigatorId("default")).capacity());
    Block capacities = block.block("capacity");
    for (Channel channel : Channel.values()) {
      int fallback = capacity.getOrDefault(channel, 0);
      capacity.put(channel, capacities.integer(channel.wireName(), fallback, 0, 50));
    }
    capacities.done();
    String voice = block.optionalText("voice", Forms.NAME, Forms.NAME_RANGE);
    String standIn = block.optionalText("standIn", Forms.NAME, Forms.NAME_RANGE);
    if (standIn != null && !NavigatorId.isValid(standIn)) {
      block.problem("standIn", "is not the id of a navigator");
      standIn = null;
    }
    if (id == null || languages.isEmpty()) {
      return null;
    }
    return new NavigatorConfig(
        new WorkspaceId(workspace),
        new Navigator(
            new NavigatorId(id),
            name,
            languages,
            skills,
            queues,
            department,
            capacity,
            voice,
            standIn));
  }
}
