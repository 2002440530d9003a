package dev.cairn.lsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CorruptionException;
import dev.cairn.Cursor;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.lsm.zstd.ZstdCompression;
import dev.cairn.testkit.RandomizedTest;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.fuzz.SealedPart;
import dev.cairn.testkit.vfs.FileBytes;
import dev.cairn.testkit.vfs.KeptVfs;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Blocks compressed by Zstandard, each of whose bytes is forged and the checksum made right. */
class ZstdDamageTest {
  private static final long SEED = 0x0123456789abcdefL;
  private static final int KEYS = 60;
  private static final LsmOptions OPTIONS =
      LsmOptions.builder()
          .memoryBudgetBytes(4 << 20)
          .memtableBytes(64 << 10)
          .blockBytes(1 << 10)
          .compressedFromLevel(0)
          .compression(new ZstdCompression())
          .durability(Durability.MEMORY)
          .build();

  /** A block of a table. */
  private record Block(long from, long to) {}

  private final MemoryVfs files = new MemoryVfs();

  private LsmStore open() {
    return LsmStore.open(new KeptVfs(files), OPTIONS, LsmThreads.of(Background.none()));
  }

  private String write() {
    new LsmFixture().create(files, SEED);
    try (LsmStore store = open()) {
      for (int i = 0; i < KEYS; i++) {
        store.put(
            ("user/%05d".formatted(i * 7)).getBytes(UTF_8),
            ("{\"name\":\"n%d\",\"visits\":%d}".formatted(i, i * i)).getBytes(UTF_8));
      }
      store.flush();
    }
    return files.list().stream().filter(TableFormat::isTableName).findFirst().orElseThrow();
  }

  private static List<Block> compressedBlocks(MemorySegment table) {
    List<Block> blocks = new ArrayList<>();
    long footer = table.byteSize() - TableFormat.FOOTER_BYTES;
    for (long at = 0; at < footer; ) {
      long end =
          at
              + TableFormat.HEADER_BYTES
              + table.get(TableFormat.INT, at + TableFormat.STORED_BYTES_OFFSET);
      if (table.get(TableFormat.BYTE, at + TableFormat.CODEC_OFFSET) == TableFormat.ZSTD) {
        blocks.add(new Block(at, end));
      }
      at = end;
    }
    return blocks;
  }

  /** Changes a byte, and makes the checksum of its block right. */
  private void forge(String name, byte[] sound, Block block, long at, byte value) {
    byte[] forged = sound.clone();
    forged[(int) at] = value;
    MemorySegment content = MemorySegment.ofArray(forged);
    long maskSeed = TableFormat.maskSeed(SEED, TableFormat.tableId(name));
    SealedPart.set(
        content,
        block.from + TableFormat.CHECKSUM_OFFSET,
        SealedPart.crc(content, block.from + TableFormat.STORED_BYTES_OFFSET, block.to)
            ^ TableFormat.mask(maskSeed, block.from));
    try (VfsFile file = files.open(name, OpenMode.WRITE)) {
      FileBytes.write(file, 0, forged);
    }
  }

  /** Whether what the store then shows was refused; nothing but the right exception may come. */
  private boolean isRefused() {
    boolean refused = false;
    try (LsmStore store = open()) {
      try (Cursor cursor = store.scan(KeyRange.all())) {
        int pairs = 0;
        while (cursor.next() && pairs <= 10 * KEYS) {
          var _ = cursor.key();
          var _ = cursor.value();
          pairs++;
        }
        assertThat(pairs).isLessThanOrEqualTo(10 * KEYS);
      } catch (CorruptionException damage) {
        refused = true;
      }
      try {
        var _ = store.get("user/00007".getBytes(UTF_8));
        store.verify();
      } catch (CorruptionException damage) {
        refused = true;
      }
    }
    return refused;
  }

  @Test
  void eachForgedByteIsRefusedOrHarmless() {
    String name = write();
    byte[] sound = FileBytes.of(files, name);
    List<Block> blocks = compressedBlocks(MemorySegment.ofArray(sound));
    assertThat(blocks).hasSizeGreaterThan(1);
    int forged = 0;
    int refused = 0;
    for (Block block : blocks) {
      for (long at = block.from + TableFormat.CONTENT_BYTES_OFFSET; at < block.to; at++) {
        forge(name, sound, block, at, (byte) (sound[(int) at] ^ (1 << (at % Byte.SIZE))));
        forged++;
        refused += isRefused() ? 1 : 0;
      }
    }

    // What is not refused has become other letters of a value, or what nobody looks at.
    assertThat(refused).isBetween(forged / 4, forged);
  }

  @RandomizedTest(runs = 60)
  void manyForgedBytesAreRefusedOrHarmless(Seed seed) {
    SplittableRandom random = seed.random();
    String name = write();
    byte[] sound = FileBytes.of(files, name);
    List<Block> blocks = compressedBlocks(MemorySegment.ofArray(sound));
    Block block = blocks.get(random.nextInt(blocks.size()));
    int from = (int) block.from + TableFormat.HEADER_BYTES;
    byte[] damaged = sound.clone();
    for (int i = random.nextInt(1, 20); i > 0; i--) {
      damaged[random.nextInt(from, (int) block.to)] = (byte) random.nextInt(256);
    }
    forge(name, damaged, block, from, damaged[from]);

    var _ = isRefused();
  }

  @Test
  void whatIsDamagedInStorageIsRefused() {
    String name = write();
    byte[] sound = FileBytes.of(files, name);
    for (Block block : compressedBlocks(MemorySegment.ofArray(sound))) {
      for (long at = block.from; at < block.to; at += 7) {
        byte[] damaged = sound.clone();
        damaged[(int) at] ^= 1;
        try (VfsFile file = files.open(name, OpenMode.WRITE)) {
          FileBytes.write(file, 0, damaged);
        }

        assertThat(isRefused()).as("byte %d", at).isTrue();
      }
    }
  }
}
