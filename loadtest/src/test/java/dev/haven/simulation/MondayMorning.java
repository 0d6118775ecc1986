package dev.haven.simulation;

import java.util.List;

/**
 * Monday from seven to noon: what was not asked over the weekend comes at once. The peak is 1.4
 * times what the navigators can carry by phone alone, so a queue forms and is worked off.
 */
public final class MondayMorning extends Shift {
  public MondayMorning() {
    People people = new People(site, ledger, 1);
    long patience = (long) (360_000 / speed);
    run(
        Habits.human(speed),
        people,
        List.of(
            new Arrivals(
                people.named("monday", somebody(patience)),
                NormalDay.day(rate(1.4), speed, 7, 12))),
        List.of());
  }
}
