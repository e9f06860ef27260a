package dev.gatehouse.gateway.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamDescription;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerFaceTest {
  private static UpstreamDescription description(String capabilities) {
    return new UpstreamDescription(
        Era.MODERN, capabilities, Optional.of("{\"name\":\"own\"}"), Optional.of("read me"));
  }

  @Test
  void offersTogetherWhatAnyUpstreamOffers() {
    ServerFace face =
        ServerFace.federated(
            "1",
            List.of(
                description(
                    "{\"tools\":{\"listChanged\":false},\"resources\":{\"subscribe\":true}}"),
                description(
                    "{\"tools\":{\"listChanged\":true},\"experimental\":{},\"extensions\":{\"a/b\":{\"x\":1}}}")));
    assertEquals(
        "{\"extensions\":{\"a/b\":{\"x\":1}},\"resources\":{\"subscribe\":true},\"tools\":{\"listChanged\":true}}",
        face.capabilities());
    assertEquals(Optional.empty(), face.instructions());
  }

  @Test
  void showsAnUpstreamAtItsOwnEndpointAsItIs() {
    ServerFace face = ServerFace.single("1", description("{\"x\":{\"y\":1.0},\"tools\":{}}"));
    assertEquals("{\"tools\":{},\"x\":{\"y\":1.0}}", face.capabilities());
    assertEquals("{\"name\":\"own\"}", face.serverInfo());
    assertEquals(Optional.of("read me"), face.instructions());
  }
}
