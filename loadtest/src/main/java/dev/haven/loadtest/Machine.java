package dev.haven.loadtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** What the runs need of the machine: ports, folders, the CPU time and memory of a process. */
final class Machine {
  /** Clock ticks of {@code /proc/PID/stat} a second; Linux reports 100 whatever the kernel uses. */
  private static final long TICKS = 100;

  private Machine() {}

  /** A port of loopback that nobody listens on now. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * User and system time of a process so far, microseconds, in steps of 10 ms; see proc(5). 0 for
   * process 0, which stands for one that is not known.
   */
  static long cpuMicros(long pid) {
    if (pid == 0) {
      return 0;
    }
    String[] fields = afterName(pid);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 1_000_000 / TICKS;
  }

  private static String[] afterName(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the processor calls itself; see proc_cpuinfo(5). Empty where it does not say. */
  static String processor() {
    return told("/proc/cpuinfo", "model name").replaceFirst(".*:\\s*", "");
  }

  /** Memory of the machine, GiB, rounded up; 0 where it is not told. */
  static long memoryGiB() {
    return (bytes(told("/proc/meminfo", "MemTotal:")) + (1L << 30) - 1) >> 30;
  }

  /** What the machine says of itself; empty on another system than Linux. */
  private static String told(String file, String beginning) {
    return Files.exists(Path.of(file)) ? line(file, beginning) : "";
  }

  /** Of a line that counts kB; 0 of an empty one. */
  private static long bytes(String line) {
    String kib = line.replaceAll("[^0-9]", "");
    return kib.isEmpty() ? 0 : Long.parseLong(kib) * 1024;
  }

  private static String line(String file, String beginning) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines.filter(line -> line.startsWith(beginning)).findFirst().orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Resident memory of a process, bytes. */
  static long residentBytes(long pid) {
    return bytes(line("/proc/" + pid + "/status", "VmRSS:"));
  }

  /** The one-minute load average: how busy the machine is beside us. */
  static String loadAverage() {
    try {
      return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    } catch (IOException e) {
      return "?";
    }
  }

  static Path newFolder() {
    try {
      return Files.createTempDirectory("haven-loadtest-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      System.err.println("could not remove " + folder);
    }
  }
}
