package market.caravan.lightning;

/**
 * Where to pay on the chain instead (BOLT 11, field {@code f}).
 *
 * @param version 0 to 16 is a witness program's, 17 a public key hash, 18 a script hash
 * @param program the program or hash, in hex
 */
public record FallbackAddress(int version, String program) {

  static final int LAST_KNOWN_VERSION = 18;
}
