package market.caravan.api;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;

/** A request whose body has been read, within its bound, and is JSON by its own word. */
final class BoundedBody extends HttpServletRequestWrapper {

  private final byte[] body;

  private BoundedBody(HttpServletRequest request, byte[] body) {
    super(request);
    this.body = body;
  }

  /**
   * Reads the body.
   *
   * @throws Refused with 413 if it is longer than {@code most}, with 415 if it is no JSON, with 400
   *     if it is no UTF-8
   */
  static HttpServletRequest read(HttpServletRequest request, DataSize most) throws IOException {
    int bound = Math.toIntExact(most.toBytes());
    if (request.getContentLengthLong() > bound) {
      throw tooLong(most);
    }
    byte[] body = request.getInputStream().readNBytes(bound + 1);
    if (body.length > bound) {
      throw tooLong(most);
    }
    if (body.length > 0 && !isJson(request.getContentType())) {
      throw new Refused(415, "media-type", "Send application/json in UTF-8");
    }
    if (!isUtf8(body)) {
      throw Refused.malformed(
          List.of(
              new Problem.Field(
                  List.of("body"), "the body is no UTF-8", "value_error.jsondecode")));
    }
    return new BoundedBody(request, body);
  }

  private static Refused tooLong(DataSize most) {
    return new Refused(
        413, "body-too-long", "A body has at most %d bytes".formatted(most.toBytes()));
  }

  /** A decoder that replaces what it can't read would change what the caller has to say. */
  private static boolean isUtf8(byte[] body) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean isJson(@Nullable String contentType) {
    return MediaTypes.read(contentType)
        .filter(types -> types.size() == 1 && isJson(types.getFirst()))
        .isPresent();
  }

  private static boolean isJson(MediaType type) {
    return type.isCompatibleWith(MediaType.APPLICATION_JSON)
        && (type.getCharset() == null || type.getCharset().equals(StandardCharsets.UTF_8));
  }

  @Override
  public int getContentLength() {
    return body.length;
  }

  @Override
  public long getContentLengthLong() {
    return body.length;
  }

  @Override
  public BufferedReader getReader() {
    return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
  }

  @Override
  public ServletInputStream getInputStream() {
    return new BytesInputStream(new ByteArrayInputStream(body));
  }

  /** The body again, as servlets read one. */
  private static final class BytesInputStream extends ServletInputStream {

    private final ByteArrayInputStream bytes;

    private BytesInputStream(ByteArrayInputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return bytes.read(target, offset, length);
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new IllegalStateException("The body has been read: there is nothing to wait for");
    }
  }
}
