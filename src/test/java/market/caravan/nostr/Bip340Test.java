package market.caravan.nostr;

import static org.assertj.core.api.Assertions.assertThat;

import market.caravan.Hex;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors 0 to 3 of BIP-340 as it was adopted: secret, public key, randomness, message. */
class Bip340Test {

  @ParameterizedTest
  @CsvSource({
    "0000000000000000000000000000000000000000000000000000000000000003,"
        + "f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9,"
        + "0000000000000000000000000000000000000000000000000000000000000000,"
        + "0000000000000000000000000000000000000000000000000000000000000000,"
        + "e907831f80848d1069a5371b402410364bdf1c5f8307b0084c55f1ce2dca8215"
        + "25f66a4a85ea8b71e482a74f382d2ce5ebeee8fdb2172f477df4900d310536c0",
    "b7e151628aed2a6abf7158809cf4f3c762e7160f38b4da56a784d9045190cfef,"
        + "dff1d77f2a671c5f36183726db2341be58feae1da2deced843240f7b502ba659,"
        + "0000000000000000000000000000000000000000000000000000000000000001,"
        + "243f6a8885a308d313198a2e03707344a4093822299f31d0082efa98ec4e6c89,"
        + "6896bd60eeae296db48a229ff71dfe071bde413e6d43f917dc8dcf8c78de3341"
        + "8906d11ac976abccb20b091292bff4ea897efcb639ea871cfa95f6de339e4b0a",
    "c90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b14e5c9,"
        + "dd308afec5777e13121fa72b9cc1b7cc0139715309b086c960e18fd969774eb8,"
        + "c87aa53824b4d7ae2eb035a2b5bbbccc080e76cdc6d1692c4b0b62d798e6d906,"
        + "7e2d58d8b3bcdf1abadec7829054f90dda9805aab56c77333024b9d0a508b75c,"
        + "5831aaeed7b44bb74e5eab94ba9d4294c49bcf2a60728d8b4c200f50dd313c1b"
        + "ab745879a5ad954a72c45a91c3a51d3c7adea98d82f8481e0e1e03674a6f3fb7",
    "0b432b2677937381aef05bb02a66ecd012773062cf3fa2549e44f58ed2401710,"
        + "25d1dff95105f5253c4022f628a996ad3a0d95fbf21d468a1b33f8c160d8f517,"
        + "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff,"
        + "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff,"
        + "7eb0509757e246f19449885651611cb965ecc1a187dd51b64fda1edc9637d5ec"
        + "97582b9cb13db3933705b32ba982af5af25fd78881ebb32771fc5922efc66ea3"
  })
  void signsAndVerifies(
      String secret, String publicKey, String randomness, String message, String signature) {
    byte[] hash = Hex.bytes(message);
    byte[] signed = Secp256k1Native.sign(hash, Hex.bytes(secret), Hex.bytes(randomness));

    assertThat(Hex.of(Secp256k1Native.xOnlyPublicKey(Hex.bytes(secret)))).isEqualTo(publicKey);
    assertThat(Hex.of(signed)).isEqualTo(signature);
    assertThat(Secp256k1Native.verify(signed, hash, new Pubkey(publicKey))).isTrue();
    assertThat(Secp256k1Native.verify(signed, hash, Keys.ALICE.pubkey())).isFalse();
    assertThat(Secp256k1Native.verify(signed, hash, Keys.NO_POINT)).isFalse();
  }
}
