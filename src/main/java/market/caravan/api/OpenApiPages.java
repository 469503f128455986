package market.caravan.api;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The API's description, for programs and, in a browser, for people; both need no key. */
@Controller
class OpenApiPages implements WebMvcConfigurer {

  private static final String OURS = "classpath:/api-page/";

  /** Swagger UI, whose version is in its path. */
  private static final String LIBRARY =
      "classpath*:/META-INF/resources/webjars/swagger-ui/*/swagger-ui-bundle.js";

  private final OpenApiDocument document;
  private volatile @Nullable String json;

  OpenApiPages(OpenApiDocument document) {
    this.document = document;
  }

  /** 503 while Caravan starts: the document would lack what is not up yet. */
  @GetMapping("/openapi.json")
  ResponseEntity<?> json() {
    if (json == null && document.isComplete()) {
      json = document.json();
    }
    return json == null
        ? ResponseEntity.status(503)
            .contentType(MediaType.APPLICATION_JSON)
            .header("Retry-After", "1")
            .body(Problem.of("Caravan is starting, please try again"))
        : ResponseEntity.ok()
            .contentType(MediaType.APPLICATION_JSON)
            .body(Objects.requireNonNull(json));
  }

  @GetMapping("/docs")
  String page() {
    return "redirect:/docs/index.html";
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/docs/**")
        .addResourceLocations(OURS)
        .addResourceLocations(library());
  }

  private static Resource library() {
    try {
      Resource script = new PathMatchingResourcePatternResolver().getResources(LIBRARY)[0];
      return script.createRelative("./");
    } catch (IOException e) {
      throw new IllegalStateException("Swagger UI is not where it is packed", e);
    }
  }
}
