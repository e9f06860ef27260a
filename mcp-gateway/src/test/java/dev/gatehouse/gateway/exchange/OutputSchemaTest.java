package dev.gatehouse.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.schema.OutputSchema;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.PolicyText;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.MaskingException;
import dev.gatehouse.policies.mask.Pseudonyms;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A masked result is still one that its tool said it gives, by the word of another validator. */
class OutputSchemaTest {
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  private static final MaskPlan PLAN =
      plan(
          """
          rules:
            - name: m
              mask:
                result:
                  - detect: [ email, payment-card, ip-address ]
                  - path: $.structuredContent.secret
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'x':{'type':'string'}}                          | {'x':'ada@example.com'}     | {'x':'[masked:email]'}
          {'x':{'type':'string','format':'email'}}         | {'x':'ada@example.com'}     | {'x':'masked@example.com'}
          {'x':{'type':'string','format':'ipv4'}}          | {'x':'203.0.113.9'}         | {'x':'0.0.0.0'}
          {'x':{'type':'integer'}}                         | {'x':4111111111111111}      | {'x':0}
          {'x':{'type':'integer','minimum':1000}}          | {'x':4111111111111111}      | {'x':1000}
          {'x':{'type':'number','exclusiveMinimum':5}}     | {'x':4111111111111111}      | {'x':6}
          {'x':{'type':['integer','null'],'minimum':7,'maximum':4111111111111111}} | {'x':4111111111111111} | {'x':7}
          {'x':{'type':'string','pattern':'^[0-9]{16}$'}}  | {'x':'4111111111111111'}    | {}
          {'x':{'type':'string','pattern':'^[0-9]{4}'}}    | {'x':'4111111111111111'}    | {'x':'0000'}
          {'x':{'type':'string','maxLength':8}}            | {'x':'a@bc.de'}             | {'x':'masked'}
          {'x':{'type':'string','minLength':20}}           | {'x':'ada.lovelace@example.com'} | {}
          {'secret':{'enum':['gold','silver']}}            | {'secret':'silver'}         | {'secret':'gold'}
          {'secret':{'const':'gold'}}                      | {'secret':'gold'}           | {'secret':'gold'}
          {'secret':{'type':'boolean'}}                    | {'secret':true}             | {'secret':false}
          {'secret':{'type':'string','format':'date'}}     | {'secret':'1990-02-03'}     | {'secret':'1970-01-01'}
          {'secret':{'type':'string','format':'uuid'}}     | {'secret':'2b1c0f5e-8e0e-4b8e-9c57-0c3c9a6b7f10'} | {'secret':'00000000-0000-0000-0000-000000000000'}
          {'secret':{'$ref':'#/$defs/n'}}                  | {'secret':77}               | {'secret':0}
          {'x':{'anyOf':[{'type':'integer'},{'type':'string','format':'email'}]}} | {'x':'ada@example.com'} | {'x':'masked@example.com'}
          {'x':{'type':'array','items':{'type':'string','format':'email'}}} | {'x':['ada@example.com','bob@example.com']} | {'x':['masked@example.com','masked@example.com']}
          {'x':{'type':'array','uniqueItems':true}}        | {'x':['ada@example.com',1,'bob@example.com']} | {'x':[1]}
          {'x':{'type':'object','additionalProperties':{'type':'integer'}}} | {'x':{'ada@example.com':1}} | {'x':{'[masked:email]':1}}
          {'x':{'type':'object','propertyNames':{'format':'email'}}} | {'x':{'ada@example.com':1}} | {'x':{}}
          {'x':{'type':'object','properties':{'ada@example.com':{}},'additionalProperties':false}} | {'x':{'ada@example.com':1}} | {'x':{}}
          {'x':{'type':'object','patternProperties':{'@':{}},'additionalProperties':false}} | {'x':{'ada@example.com':1}} | {'x':{}}
          """)
  void staysWhatItsToolSaidOfIt(String properties, String result, String expected)
      throws Exception {
    String schema = schema(properties, "[]");

    String masked = masked(schema, result.replace('\'', '"'));

    assertEquals(expected.replace('\'', '"'), masked);
    assertEquals(List.of(), SCHEMAS.getSchema(schema).validate(masked, InputFormat.JSON));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'x':{'type':'string','pattern':'^[0-9]{16}$'}}  | {'x':'4111111111111111'}
          {'x':{'type':'string','minLength':20}}           | {'x':'ada.lovelace@example.com'}
          {'x':{'type':'integer','minimum':4000000000000000,'maximum':1}} | {'x':4111111111111111}
          {'x':{'type':'array','uniqueItems':true,'minItems':2}} | {'x':['ada@example.com','bob@example.com']}
          {'x':{'type':'array','uniqueItems':true}}        | {'x':[{'m':'ada@example.com'},{'m':'bob@example.com'}]}
          {'x':{'type':'object','required':['ada@example.com']}} | {'x':{'ada@example.com':1}}
          """)
  void isRefusedWhereNothingElseFits(String properties, String result) throws Exception {
    String schema = schema(properties, "[\"x\"]");
    assertThrows(MaskingException.class, () -> masked(schema, result.replace('\'', '"')));
  }

  @Test
  void aSchemaThatNamesItselfManyTimesIsLeftSoon() {
    String hostile = "{'$ref':'#/properties/x'}";
    String often = String.join(",", Collections.nCopies(30, hostile));
    String schema = schema("{'x':{'anyOf':[" + often + "]}}", "[\"x\"]");
    assertLeftSoon(schema);
  }

  @Test
  void aSchemaOfManyPartsIsLeftSoon() {
    String part = "{'allOf':[" + String.join(",", Collections.nCopies(30_000, "{}")) + "]}";
    String schema = schema("{'x':{'allOf':[" + part + "," + part + ",{'const':7}]}}", "[\"x\"]");
    assertLeftSoon(schema);
  }

  private static void assertLeftSoon(String schema) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            assertThrows(
                MaskingException.class, () -> masked(schema, "{\"x\":\"ada@example.com\"}")));
  }

  @Test
  void aSchemaThatNamesItselfAndEndsIsFollowed() throws Exception {
    String schema =
        schema(
            "{'x':{'anyOf':[{'type':'array','items':{'$ref':'#/properties/x'}},"
                + "{'type':'string','format':'email'}]}}",
            "[\"x\"]");
    assertEquals(
        "{\"x\":[[\"masked@example.com\"]]}", masked(schema, "{\"x\":[[\"ada@example.com\"]]}"));
  }

  private static String schema(String properties, String required) {
    return "{\"type\":\"object\",\"$defs\":{\"n\":{\"type\":\"integer\"}},\"required\":"
        + required
        + ",\"properties\":"
        + properties.replace('\'', '"')
        + "}";
  }

  private static String masked(String schema, String structured) throws Exception {
    JsonText said = JsonText.parse(schema, JsonLimits.STANDARD);
    MessageMask mask =
        MessageMask.by(Pseudonyms.none())
            .expecting(new OutputSchema(said, (ObjectNode) said.root()));
    String reply =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[],\"structuredContent\":"
            + structured
            + "}}";
    Message.Response response = (Message.Response) FakeUpstream.message(reply);
    String masked = mask.response(PLAN, response).sent().text();
    int from = masked.indexOf("\"structuredContent\":") + 20;
    assertTrue(masked.endsWith("}}"), masked);
    assertFalse(masked.contains("ada@") || masked.contains("411111"), masked);
    return masked.substring(from, masked.length() - 2);
  }

  private static MaskPlan plan(String policy) {
    return switch (PolicySet.of(List.of(new PolicyText("policy.yaml", policy)))) {
      case PolicySet.Reading.Accepted(PolicySet set, _) ->
          new PolicyEngine(set, InstantSource.system()).everyDetector();
      case PolicySet.Reading.Rejected rejected -> throw new AssertionError(rejected);
    };
  }
}
