package market.caravan.api;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** The media types that a caller names, in words of their own. */
final class MediaTypes {

  private MediaTypes() {}

  /** Empty where they can't be read; Spring itself falls over a quote in front of one. */
  static Optional<List<MediaType>> read(@Nullable String header) {
    try {
      return Optional.of(MediaType.parseMediaTypes(header));
    } catch (InvalidMediaTypeException | IndexOutOfBoundsException e) {
      return Optional.empty(); // says what it is in words that nobody understands
    }
  }
}
