package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import org.junit.jupiter.api.Test;

class HeapRoomTest {
  private static final long MB = 1 << 20;

  @Test
  void leavesRoomAboveWhatIsInUse() {
    HeapRoom.make();

    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    assertThat(heap.getCommitted() - heap.getUsed())
        .as("regions are whole megabytes, and some of it is in use again")
        .isGreaterThan(HeapRoom.room(heap) * 3 / 4);
  }

  @Test
  void takesHalfOfWhatASmallHeapLeaves() {
    assertThat(HeapRoom.room(new MemoryUsage(0, 40 * MB, 100 * MB, 240 * MB))).isEqualTo(100 * MB);
    assertThat(HeapRoom.room(new MemoryUsage(0, 40 * MB, 100 * MB, 6_000 * MB)))
        .isEqualTo(HeapRoom.ROOM_MB * MB);
  }
}
