package dev.cairn.testkit.vfs;

import static dev.cairn.testkit.vfs.RecordedPath.unwrap;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The default file system, with a record of what was made and what was forced, in order.
 *
 * <p>It sees the forces of channels: of asynchronous ones, by which {@link
 * dev.cairn.internal.vfs.OsVfs} forces files and directories, and of others. Mappings, which
 * systems other than Linux force by themselves, are the default file system's own.
 */
public final class ForceRecorder extends FileSystemProvider {
  private static final FileSystemProvider DEFAULT = FileSystems.getDefault().provider();

  private final FileSystem files = new RecordedFileSystem(this);
  private final List<String> steps = new CopyOnWriteArrayList<>();

  /** Makes an empty record. */
  public ForceRecorder() {}

  /**
   * Has what is done by way of a path recorded, and of those that are made from it.
   *
   * @param path a path of the default file system
   * @return the same path of this one
   */
  public Path recorded(Path path) {
    return RecordedPath.of(path, files);
  }

  /**
   * What was done so far.
   *
   * @return {@link #created} and {@link #forced}, in order
   */
  public List<String> steps() {
    return List.copyOf(steps);
  }

  /** Forgets what was done so far. */
  public void clear() {
    steps.clear();
  }

  /**
   * A file or directory was made.
   *
   * @param path a path of the default file system
   * @return the step
   */
  public static String created(Path path) {
    return "created " + path;
  }

  /**
   * A file or directory was forced.
   *
   * @param path a path of the default file system, by which it was opened
   * @return the step
   */
  public static String forced(Path path) {
    return "forced " + path;
  }

  @Override
  public AsynchronousFileChannel newAsynchronousFileChannel(
      Path path,
      Set<? extends OpenOption> options,
      @Nullable ExecutorService executor,
      FileAttribute<?>... attributes)
      throws IOException {
    Path real = unwrap(path);
    return new RecordedChannel(
        DEFAULT.newAsynchronousFileChannel(real, options, executor, attributes),
        () -> steps.add(forced(real)));
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    FileChannel channel = DEFAULT.newFileChannel(unwrap(path), options, attributes);
    if (options.contains(StandardOpenOption.CREATE_NEW)) {
      steps.add(created(unwrap(path)));
    }
    return new RecordedFileChannel(channel, () -> steps.add(forced(unwrap(path))));
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return DEFAULT.newByteChannel(unwrap(path), options, attributes);
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
    DEFAULT.createDirectory(unwrap(directory), attributes);
    steps.add(created(unwrap(directory)));
  }

  /** The entries are paths of the default file system: of them {@code OsVfs} takes the names. */
  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    return DEFAULT.newDirectoryStream(unwrap(directory), filter);
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    DEFAULT.createLink(unwrap(link), unwrap(existing));
  }

  @Override
  public void delete(Path path) throws IOException {
    DEFAULT.delete(unwrap(path));
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    DEFAULT.copy(unwrap(source), unwrap(target), options);
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    DEFAULT.move(unwrap(source), unwrap(target), options);
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return DEFAULT.isSameFile(unwrap(path), unwrap(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return DEFAULT.isHidden(unwrap(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return DEFAULT.getFileStore(unwrap(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    DEFAULT.checkAccess(unwrap(path), modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return DEFAULT.getFileAttributeView(unwrap(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return DEFAULT.readAttributes(unwrap(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return DEFAULT.readAttributes(unwrap(path), attributes, options);
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    DEFAULT.setAttribute(unwrap(path), attribute, value, options);
  }

  @Override
  public String getScheme() {
    return "recorded";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException();
  }
}
