package market.caravan.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import market.caravan.PermanentException;
import org.jspecify.annotations.Nullable;

/**
 * The directory of what the embedded default makes, held by one process at a time: a second
 * PostgreSQL on the same files would destroy them.
 */
public final class DataDirectory implements AutoCloseable {

  private final Path path;
  private final FileChannel lockFile;

  private DataDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Creates the directory where it is missing, and takes it.
   *
   * @throws PermanentException if another process has it, or it can't be written
   */
  public static DataDirectory open(Path path) {
    try {
      PrivateFiles.createDirectory(path);
      Path real = path.toRealPath();
      FileChannel channel =
          FileChannel.open(
              real.resolve("caravan.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new PermanentException(
            "data-directory-in-use",
            "Another Caravan is running on "
                + real
                + ": stop it, or give this one a directory of its own with caravan.data-dir");
      }
      return new DataDirectory(real, channel);
    } catch (IOException e) {
      throw new PermanentException(
          "data-directory-unusable",
          "The directory " + path + " can't be used: set caravan.data-dir to one that can",
          e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  /** A file or directory in it, whether it is there or not. */
  public Path file(String name) {
    return path.resolve(name);
  }

  /** Lets another process have it. */
  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
