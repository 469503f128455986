package market.caravan.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** Files that nobody else on the machine may read. */
final class PrivateFiles {

  private PrivateFiles() {}

  /** Creates the directory, for its owner alone, and those above it, where they are missing. */
  static void createDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Path parent = directory.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(directory, ownerOnly(directory, "rwx------"));
    }
  }

  /** What the file says; where it is missing, what is supplied, from then on the same. */
  static String readOrCreate(Path file, Supplier<String> content) throws IOException {
    if (!Files.exists(file)) {
      write(file, content.get());
    }
    return Files.readString(file).strip();
  }

  /** Writes all of the file or, where that fails or is cut short, nothing of it. */
  static void write(Path file, String content) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(draft, ownerOnly(file.toAbsolutePath(), "rw-------"));
    Files.write(draft, content.getBytes(StandardCharsets.UTF_8), StandardOpenOption.DSYNC);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Deletes those directories in {@code parent} whose name starts so and that lack a file. */
  static void deleteIncomplete(Path parent, String prefix, String marker) throws IOException {
    try (Stream<Path> children = Files.list(parent)) {
      for (Path child : children.toList()) {
        if (child.getFileName().toString().startsWith(prefix)
            && !Files.exists(child.resolve(marker))) {
          FileSystemUtils.deleteRecursively(child);
        }
      }
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
