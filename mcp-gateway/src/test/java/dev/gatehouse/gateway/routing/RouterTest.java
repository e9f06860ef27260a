package dev.gatehouse.gateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static final TaskIds TASKS = new TaskIds(new SecretKeySpec(new byte[32], "HmacSHA256"));

  private final Router router = new Router(List.of("crm", "billing"), TASKS);
  private final Endpoint federated = new Endpoint.Federated();
  private final Endpoint single = new Endpoint.Single("crm");

  @Test
  void takesTheUpstreamFromTheNameWhereSeveralShareAnEndpoint() {
    assertEquals(new Route.To("billing", "refund"), router.named(federated, "billing__refund"));
  }

  @Test
  void leavesFurtherUnderscoresToTheUpstream() {
    assertEquals(new Route.To("crm", "a__b"), router.named(federated, "crm__a__b"));
    assertEquals("crm__a__b", new Route.To("crm", "a__b").canonicalName());
  }

  @Test
  void knowsNoNameWithoutAnUpstreamOfItsOwn() {
    assertInstanceOf(Route.Nowhere.class, router.named(federated, "refund"));
    assertInstanceOf(Route.Nowhere.class, router.named(federated, "nobody__refund"));
    assertInstanceOf(Route.Nowhere.class, router.named(federated, "__refund"));
  }

  @Test
  void takesNamesAsTheyAreWhereOneUpstreamHasTheEndpoint() {
    assertEquals(new Route.To("crm", "billing__refund"), router.named(single, "billing__refund"));
    assertEquals("find", Router.shownName(single, "crm", "find"));
    assertEquals("crm__find", Router.shownName(federated, "crm", "find"));
  }

  @Test
  void sendsWhatHasNoNameToTheOnlyUpstreamAndElseNowhere() {
    assertEquals(new Route.To("crm", ""), router.unnamed(single));
    assertEquals(new Route.To("crm", ""), new Router(List.of("crm"), TASKS).unnamed(federated));
    assertInstanceOf(Route.Nowhere.class, router.unnamed(federated));
  }

  @Test
  void findsAResourceAtTheUpstreamThatListedIt() {
    assertInstanceOf(Route.Nowhere.class, router.located(federated, "file:///a"));
    router.listed("billing", "file:///a");
    assertEquals(new Route.To("billing", "file:///a"), router.located(federated, "file:///a"));
    assertEquals(new Route.To("crm", "file:///a"), router.located(single, "file:///a"));
  }

  @Test
  void marksAnAddressThatAnotherUpstreamHasToo() {
    router.listed("billing", "file:///a");
    router.listed("crm", "file:///a");
    assertEquals("file:///a", router.shownUri(federated, "billing", "file:///a"));
    assertEquals("crm+file:///a", router.shownUri(federated, "crm", "file:///a"));
    assertEquals("file:///a", router.shownUri(single, "crm", "file:///a"));
    assertEquals(new Route.To("crm", "file:///a"), router.located(federated, "crm+file:///a"));
    assertInstanceOf(Route.Nowhere.class, router.located(federated, "other+file:///a"));
    assertEquals("file:///a", Router.ownName("crm", "crm+file:///a", true));
  }

  @Test
  void findsWhatFitsATemplateAtTheUpstreamWhoseTemplateSaysMost() {
    router.listed("billing", "note://{id}");
    router.listed("crm", "note://customers/{id}");
    assertEquals(new Route.To("billing", "note://7"), router.located(federated, "note://7"));
    assertEquals(
        new Route.To("crm", "note://customers/7"), router.located(federated, "note://customers/7"));
    assertInstanceOf(Route.Nowhere.class, router.located(federated, "file:///7"));
  }

  @Test
  void aTaskIsFoundWhereItsUpstreamIsShown() {
    TaskIds.Task task = new TaskIds.Task("crm", "t", Optional.of("slow"));
    String shown = router.shownTask("ada", task);
    assertEquals(Optional.of(task), router.task(new Endpoint.Federated(), "ada", shown));
    Router without = new Router(List.of("billing"), TASKS);
    assertEquals(Optional.empty(), without.task(new Endpoint.Federated(), "ada", shown));
  }
}
