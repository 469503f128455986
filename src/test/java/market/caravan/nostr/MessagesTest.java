package market.caravan.nostr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import market.caravan.PermanentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final KeyPair ALICE = KeyPair.generate();
  private static final Event EVENT =
      ALICE.sign(new EventTemplate(4, NOW, List.of(List.of("p", "bob")), "hello"));

  static Stream<RelayMessage> relayMessages() {
    return Stream.of(
        new RelayMessage.EventMessage("orders", UnreadEvent.of(EVENT)),
        new RelayMessage.Ok(EVENT.id(), false, "invalid: \"signature\""),
        new RelayMessage.Eose("orders"),
        new RelayMessage.Closed("orders", "auth-required: who are you"),
        new RelayMessage.Notice("hello"),
        new RelayMessage.Auth("challenge"));
  }

  static Stream<ClientMessage> clientMessages() {
    Filter filter =
        Filter.any()
            .ids(Set.of(EVENT.id()))
            .authors(Set.of(ALICE.pubkey()))
            .kinds(4, 1059)
            .tag("p", Set.of("bob"))
            .since(NOW)
            .until(NOW.plusSeconds(1))
            .limit(10);
    return Stream.of(
        new ClientMessage.EventMessage(EVENT),
        new ClientMessage.Req("orders", List.of(filter, Filter.any())),
        new ClientMessage.Close("orders"),
        new ClientMessage.Auth(EVENT));
  }

  @ParameterizedTest
  @MethodSource("relayMessages")
  void readsWhatARelayWrites(RelayMessage message) {
    assertThat(RelayMessage.parse(message.write()))
        .hasSameClassAs(message)
        .returns(message.write(), RelayMessage::write);
  }

  @ParameterizedTest
  @MethodSource("clientMessages")
  void readsWhatAClientWrites(ClientMessage message) {
    assertThat(ClientMessage.parse(message.write()))
        .hasSameClassAs(message)
        .returns(message.write(), ClientMessage::write);
  }

  @Test
  void knowsAnEventsClaimedIdBeforeReadingIt() {
    var message =
        (RelayMessage.EventMessage)
            RelayMessage.parse("[\"EVENT\",\"s\",{\"id\":\"%s\"}]".formatted(EVENT.id()));

    assertThat(message.event().claimedId()).contains(EVENT.id());
    assertThatExceptionOfType(PermanentException.class)
        .isThrownBy(() -> message.event().read())
        .returns("malformed-event", PermanentException::code);
  }

  @Test
  void takesAnOkWithoutAMessage() {
    assertThat(RelayMessage.parse("[\"OK\",\"%s\",true]".formatted(EVENT.id())))
        .isEqualTo(new RelayMessage.Ok(EVENT.id(), true, ""));
  }

  @Test
  void readsTheMachinePrefix() {
    assertThat(new RelayMessage.Ok(EVENT.id(), false, "auth-required: please").prefix())
        .isEqualTo("auth-required");
    assertThat(new RelayMessage.Ok(EVENT.id(), true, "").prefix()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "[1]",
        "[\"EVENT\"]",
        "[\"EVENT\",\"s\"]",
        "[\"EVENT\",\"s\",[]]",
        "[\"OK\",\"abc\",true,\"\"]",
        "[\"OK\",1,2]",
        "[\"EOSE\",null]",
        "[\"EOSE\",\"\\ud800\"]",
        "[\"NOTICE\"",
        "[\"NOTICE\",\"a\"] [",
        "nonsense"
      })
  void refusesWhatIsNoMessage(String frame) {
    assertThatExceptionOfType(PermanentException.class)
        .isThrownBy(() -> RelayMessage.parse(frame))
        .returns("malformed-message", PermanentException::code);
  }

  @Test
  void tellsAnUnknownMessageFromAMalformedOne() {
    assertThatExceptionOfType(PermanentException.class)
        .isThrownBy(() -> RelayMessage.parse("[\"COUNT\",\"s\",{}]"))
        .returns("unknown-message", PermanentException::code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"REQ\"]", "[\"REQ\",1]", "[\"REQ\",\"\",{}]", "[\"CLOSE\"]"})
  void refusesARequestThatNamesNoSubscription(String frame) {
    assertThatExceptionOfType(PermanentException.class)
        .isThrownBy(() -> ClientMessage.parse(frame))
        .returns("malformed-message", PermanentException::code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"REQ\",\"s\"]",
        "[\"REQ\",\"s\",1]",
        "[\"REQ\",\"s\",{\"ids\":\"x\"}]",
        "[\"REQ\",\"s\",{\"ids\":[\"AB\"]}]",
        "[\"REQ\",\"s\",{\"authors\":[1]}]",
        "[\"REQ\",\"s\",{\"kinds\":[1.5]}]",
        "[\"REQ\",\"s\",{\"since\":\"1\"}]",
        "[\"REQ\",\"s\",{\"#p\":[\"\\ud800\"]}]"
      })
  void readsABadRequestSoFarThatItCanBeAnswered(String frame) {
    assertThat(ClientMessage.parse(frame))
        .isInstanceOfSatisfying(
            ClientMessage.UnreadableReq.class,
            request -> {
              assertThat(request.subscription()).isEqualTo("s");
              assertThat(request.reason()).startsWith("invalid: ");
            });
  }

  @Test
  void refusesAConditionThatItDoesNotKnowForItWouldMatchTooMuch() {
    assertThat(ClientMessage.parse("[\"REQ\",\"s\",{\"search\":\"mug\"}]"))
        .isInstanceOfSatisfying(
            ClientMessage.UnreadableReq.class,
            request -> assertThat(request.reason()).startsWith("unsupported: "));
  }
}
