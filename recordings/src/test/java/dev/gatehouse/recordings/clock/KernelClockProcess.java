package dev.gatehouse.recordings.clock;

/** A process that prints the status of the kernel's clock. */
public final class KernelClockProcess {
  private KernelClockProcess() {}

  public static void main(String[] arguments) {
    System.out.println(KernelClock.ofHost().get());
  }
}
