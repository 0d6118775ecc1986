package dev.haven.flow;

import dev.haven.channel.Channel;
import dev.haven.contact.ContactId;
import dev.haven.contact.ContactKind;
import dev.haven.contact.ContactState;
import dev.haven.contact.PersonId;
import dev.haven.navigator.NavigatorId;
import dev.haven.offer.OfferId;
import dev.haven.urgency.Reason;
import dev.haven.urgency.Tier;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A contact as a reader outside may see it: no words, no addresses.
 *
 * @param source who brought it; a door uses it to decide who may read it
 * @param position 1 for the next to be served; null unless waiting
 * @param estimatedWaitSeconds null unless waiting and somebody on duty may take it
 * @param engagement the engagement it is in or was last in
 * @param others navigators who may see it meanwhile: one who is consulted, those it is offered to
 * @param previous the closed contact of the same conversation that it follows
 * @param lead the contact of the same person that it is joined under, or ended with
 * @param members the contacts that are joined under it
 * @param leaving whether its caller is on the way to somebody who answered outside
 */
public record ContactView(
    ContactId id,
    String source,
    ContactState state,
    Channel channel,
    String language,
    String queue,
    Tier tier,
    int score,
    List<Reason> reasons,
    boolean adverseEvent,
    ContactKind kind,
    @Nullable String disposition,
    Instant arrivedAt,
    Instant orderedAt,
    @Nullable Integer position,
    @Nullable Long estimatedWaitSeconds,
    @Nullable NavigatorId navigator,
    Set<NavigatorId> others,
    @Nullable OfferId engagement,
    @Nullable PersonId person,
    @Nullable ContactId previous,
    @Nullable ContactId lead,
    List<ContactId> members,
    boolean leaving) {
  public ContactView {
    reasons = List.copyOf(reasons);
    members = List.copyOf(members);
  }
}
