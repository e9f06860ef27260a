package dev.gatehouse.gateway.demo;

/** The demonstration from its first line to its exit code. Confined to one thread. */
public final class Demo {
  private final DemoSettings settings;

  /** A demonstration that has not begun. */
  public Demo(DemoSettings settings) {
    this.settings = settings;
  }

  /**
   * Tells the whole story; without {@code once} it returns only when the process is told to stop.
   *
   * @return 0 if every step went as expected, else 1
   */
  public int run() {
    settings.out().println("the demonstration is not built yet");
    return 1;
  }
}
