import dev.cairn.lsm.Compression;
import dev.cairn.lsm.zstd.ZstdCompression;

/** Zstandard for the tables of LSM stores: {@link dev.cairn.lsm.zstd.ZstdCompression}. */
module dev.cairn.lsm.zstd {
  requires transitive dev.cairn.lsm;
  requires com.github.luben.zstd_jni;
  requires static org.jspecify;

  exports dev.cairn.lsm.zstd;

  provides Compression with
      ZstdCompression;
}
