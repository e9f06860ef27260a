package dev.gatehouse.recordings;

/** Which way a message went. */
public enum Direction {
  CLIENT_TO_SERVER("c2s"),
  SERVER_TO_CLIENT("s2c");

  private final String wireName;

  Direction(String wireName) {
    this.wireName = wireName;
  }

  /** The name as the leaf has it. */
  public String wireName() {
    return wireName;
  }

  /** The direction that the leaf calls so. */
  public static Direction ofWireName(String wireName) {
    for (Direction direction : values()) {
      if (direction.wireName.equals(wireName)) {
        return direction;
      }
    }
    throw new IllegalArgumentException("no direction is called `" + wireName + "`");
  }
}
