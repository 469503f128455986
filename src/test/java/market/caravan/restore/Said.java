package market.caravan.restore;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import market.caravan.lightning.Bolt11;
import market.caravan.lightning.Invoice;
import market.caravan.lightning.Network;
import market.caravan.lightning.NodeKey;
import market.caravan.lightning.PaymentHash;
import market.caravan.lightning.Preimage;
import market.caravan.mailbox.StoredMessage;
import market.caravan.money.Msat;
import market.caravan.nostr.EventId;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;

/** What a customer and a merchant say of an order, in the words of NIP-15, minute after minute. */
final class Said {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Msat PRICE = Msat.ofSat(500);
  private static final NodeKey NODE = NodeKey.generate();

  final Pubkey customer;
  final String orderId;

  Said(Pubkey customer, String orderId) {
    this.customer = customer;
    this.orderId = orderId;
  }

  /** One of many; nobody has its secret. */
  static Pubkey pubkey(int number) {
    return new Pubkey("%064x".formatted(number + 1));
  }

  static Instant minute(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }

  StoredMessage ordered(int minute, String product, long quantity) {
    return message(
        minute,
        true,
        0,
        """
        {"id":"%s","type":0,"name":"Ada","address":"1 Test Street","contact":{"email":"a@b"},\
        "items":[{"product_id":"%s","quantity":%d}],"shipping_id":"z"}"""
            .formatted(orderId, product, quantity));
  }

  /** The customer's plain words. */
  StoredMessage withdrawn(int minute) {
    return message(minute, true, -1, "cancel " + orderId);
  }

  StoredMessage requested(int minute, String invoice) {
    return message(
        minute,
        false,
        1,
        """
        {"id":"%s","type":1,"message":"Thank you","payment_options":[{"type":"ln","link":"%s"}]}"""
            .formatted(orderId, invoice));
  }

  StoredMessage refused(int minute, String reason) {
    return message(
        minute,
        false,
        1,
        "{\"id\":\"%s\",\"type\":1,\"message\":\"%s\",\"payment_options\":[]}"
            .formatted(orderId, reason));
  }

  StoredMessage told(int minute, boolean paid, @Nullable Boolean shipped) {
    return message(
        minute,
        false,
        2,
        "{\"id\":\"%s\",\"type\":2,\"message\":\"\",\"paid\":%s,\"shipped\":%s}"
            .formatted(orderId, paid, shipped));
  }

  /** What the customer says in the merchant's manner. */
  StoredMessage pretended(int minute) {
    return message(
        minute,
        true,
        2,
        "{\"id\":\"%s\",\"type\":2,\"message\":\"\",\"paid\":true,\"shipped\":true}"
            .formatted(orderId));
  }

  StoredMessage message(int minute, boolean incoming, int type, String text) {
    EventId event = new EventId(Preimage.random().hash().hex());
    return new StoredMessage(event, minute(minute), customer, incoming, type, orderId, text);
  }

  /** An invoice for this order, that was made in this minute and may be paid for a quarter. */
  String invoice(int minute) {
    return invoice(minute, PRICE, "Order '%s' for pubkey '%s'".formatted(orderId, customer));
  }

  static String invoice(int minute, @Nullable Msat amount, String memo) {
    return new Bolt11(
            Network.REGTEST,
            amount,
            minute(minute),
            NODE.nodeId(),
            Preimage.random().hash(),
            "11".repeat(32),
            memo,
            null,
            Duration.ofMinutes(15),
            18,
            Set.of(8, 14),
            List.of(),
            List.of(),
            null)
        .encode(NODE);
  }

  static PaymentHash hash(String invoice) {
    return Bolt11.decode(invoice).paymentHash();
  }

  /** As its node says that it stands; what is settled was so two minutes after it was made. */
  static Invoice standing(String invoice, Invoice.State state) {
    return standing(invoice, state, state == Invoice.State.SETTLED ? PRICE : Msat.ZERO);
  }

  static Invoice standing(String invoice, Invoice.State state, Msat received) {
    Bolt11 bolt11 = Bolt11.decode(invoice);
    return new Invoice(
        bolt11.paymentHash(),
        invoice,
        PRICE,
        received,
        state,
        bolt11.expiresAt(),
        state == Invoice.State.SETTLED ? bolt11.timestamp().plusSeconds(120) : null);
  }
}
