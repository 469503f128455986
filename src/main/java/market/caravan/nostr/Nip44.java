package market.caravan.nostr;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import market.caravan.PermanentException;

/** Encrypted payloads, version 2: ChaCha20 and HMAC-SHA256 over padded text (NIP-44). */
public final class Nip44 {

  private static final byte VERSION = 2;
  private static final int NONCE = 32;
  private static final int MAC = 32;
  private static final int MIN_PAYLOAD_LENGTH = 132;
  private static final int MIN_BYTES = 99;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Nip44() {}

  /**
   * Encrypts a text.
   *
   * @throws PermanentException {@code unencryptable} if the text is empty or too long; {@code
   *     malformed-public-key} if {@code to} is no point of the curve
   */
  public static String encrypt(KeyPair from, Pubkey to, String text) {
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    return encrypt(conversationKey(from, to), nonce, text);
  }

  /**
   * Decrypts a payload.
   *
   * @param other the one at the other end: the author of what {@code own} received, the receiver of
   *     what {@code own} wrote
   * @throws PermanentException {@code undecryptable} if the payload is malformed or was not
   *     encrypted for these two keys; {@code malformed-public-key} if {@code other} is no point of
   *     the curve
   */
  public static String decrypt(KeyPair own, Pubkey other, String payload) {
    return decrypt(conversationKey(own, other), payload);
  }

  static byte[] conversationKey(KeyPair own, Pubkey other) {
    return Nip44Keys.hmac("nip44-v2".getBytes(StandardCharsets.US_ASCII), own.sharedX(other));
  }

  static String encrypt(byte[] conversationKey, byte[] nonce, String text) {
    byte[] padded = Nip44Padding.pad(text.getBytes(StandardCharsets.UTF_8));
    Nip44Keys keys = Nip44Keys.of(conversationKey, nonce);
    byte[] encrypted = keys.chaCha20(padded);
    ByteBuffer payload = ByteBuffer.allocate(1 + NONCE + encrypted.length + MAC);
    payload.put(VERSION).put(nonce).put(encrypted).put(keys.mac(nonce, encrypted));
    return Base64.getEncoder().encodeToString(payload.array());
  }

  static String decrypt(byte[] conversationKey, String payload) {
    byte[] decoded = decode(payload);
    int end = decoded.length - MAC;
    byte[] nonce = Arrays.copyOfRange(decoded, 1, 1 + NONCE);
    byte[] encrypted = Arrays.copyOfRange(decoded, 1 + NONCE, end);
    Nip44Keys keys = Nip44Keys.of(conversationKey, nonce);
    byte[] mac = Arrays.copyOfRange(decoded, end, decoded.length);
    // Takes the same time wherever they differ, so a forger learns nothing from it.
    if (!MessageDigest.isEqual(keys.mac(nonce, encrypted), mac)) {
      throw undecryptable();
    }
    ByteBuffer text =
        Nip44Padding.unpad(keys.chaCha20(encrypted)).orElseThrow(Nip44::undecryptable);
    try {
      return Utf8.decode(text);
    } catch (CharacterCodingException e) {
      throw undecryptable();
    }
  }

  /** Version, nonce, encrypted text and MAC; of a length that is bounded before it is decoded. */
  private static byte[] decode(String payload) {
    if (payload.length() < MIN_PAYLOAD_LENGTH || payload.length() > Json.MAX_LENGTH) {
      throw undecryptable();
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(payload);
      if (decoded.length < MIN_BYTES || decoded[0] != VERSION) {
        throw undecryptable();
      }
      return decoded;
    } catch (IllegalArgumentException e) {
      throw undecryptable();
    }
  }

  /** Without a cause, which may quote what could be decrypted. */
  private static PermanentException undecryptable() {
    return new PermanentException("undecryptable", "This is no NIP-44 message for us");
  }
}
