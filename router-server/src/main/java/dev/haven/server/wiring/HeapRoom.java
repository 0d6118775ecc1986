package dev.haven.server.wiring;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects what starting left behind, and leaves the heap room to work in.
 *
 * <p>A full collection shrinks the heap to what HotSpot's free ratios say, some 60 MB above what is
 * in use: too little for a node under load, which then collects every second and begins to mark
 * again and again. Each of these keeps everybody waiting for some milliseconds. With {@value
 * #ROOM_MB} MB, or half of what {@code -Xmx} leaves, it collects a fifth as often, for about as
 * long each time while little lives. The memory is not given back afterwards. Ratios that were
 * given to the JVM stay.
 */
final class HeapRoom {
  private static final Logger LOG = LoggerFactory.getLogger(HeapRoom.class);
  private static final String LEAST_FREE = "MinHeapFreeRatio";
  private static final String MOST_FREE = "MaxHeapFreeRatio";
  static final long ROOM_MB = 256;

  private HeapRoom() {}

  /** Takes two full collections, some 0.2 s each; again is harmless. */
  static void make() {
    System.gc();
    HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (vm == null || isGiven(vm, LEAST_FREE) || isGiven(vm, MOST_FREE)) {
      return;
    }
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    long room = room(heap);
    if (heap.getCommitted() - heap.getUsed() >= room) {
      return;
    }
    String before = vm.getVMOption(LEAST_FREE).getValue();
    try {
      vm.setVMOption(MOST_FREE, "100");
      vm.setVMOption(LEAST_FREE, Long.toString(100 * room / (heap.getUsed() + room)));
      System.gc();
      vm.setVMOption(LEAST_FREE, before);
    } catch (IllegalArgumentException e) {
      LOG.atInfo().addKeyValue("cause", e.toString()).log("the heap keeps its size");
    }
  }

  /** Bytes to leave free above what is in use. */
  static long room(MemoryUsage heap) {
    return Math.min(ROOM_MB << 20, (heap.getMax() - heap.getUsed()) / 2);
  }

  private static boolean isGiven(HotSpotDiagnosticMXBean vm, String option) {
    return switch (vm.getVMOption(option).getOrigin()) {
      case VM_CREATION, ENVIRON_VAR, CONFIG_FILE -> true;
      default -> false;
    };
  }
}
